package dev.plimsoll.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build gave this program. */
final class BuildVersion implements IVersionProvider {

    private static final String RESOURCE = "/plimsoll.properties";

    @Override
    public String[] getVersion() {
        return new String[] {"plimsoll " + current()};
    }

    static String current() {
        Properties build = new Properties();
        try (InputStream resource = BuildVersion.class.getResourceAsStream(RESOURCE)) {
            build.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version");
    }
}
