package dev.plimsoll.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import dev.plimsoll.HelperProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A small base as the usual one is: this machine's C library, a folder for each mount, and root as its user. */
final class LocalBase {

    /** {@code libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)}, or the loader's path alone. */
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

    private static final List<String> NATIVE = List.of(
            "bin/java",
            "lib/libjava.so",
            "lib/libjli.so",
            "lib/libnet.so",
            "lib/libnio.so",
            "lib/libzip.so",
            "lib/server/libjvm.so");

    private LocalBase() {}

    /** Pushes it, and says its name with tag and digest. */
    static String pushTo(String registry, Path scratch) throws Exception {
        String name = registry + "/library/base:1";
        JibContainer pushed = Jib.fromScratch()
                .setFormat(ImageFormat.OCI)
                .addPlatform(BuildImage.thisMachine().architecture(), "linux")
                .addEnvironmentVariable("PATH", "/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin")
                .addFileEntriesLayer(layer(scratch))
                .containerize(Containerizer.to(RegistryImage.named(name))
                        .setAllowInsecureRegistries(true)
                        .setBaseImageLayersCache(scratch.resolve("base-cache"))
                        .setApplicationLayersCache(scratch.resolve("cache")));
        return name + "@" + pushed.getDigest();
    }

    private static FileEntriesLayer layer(Path scratch) throws Exception {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder();
        Path folder = Files.createDirectories(scratch.resolve("empty"));
        Stream.of("/dev", "/proc", "/tmp").map(AbsoluteUnixPath::get).forEach(mount -> layer.addEntry(folder, mount));
        for (Path library : libraries()) {
            layer.addEntry(
                    library.toRealPath(),
                    AbsoluteUnixPath.get(library.toString()),
                    FilePermissions.fromOctalString("755"));
        }
        return layer.build();
    }

    private static Set<Path> libraries() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home")).toRealPath();
        Set<Path> libraries = new TreeSet<>();
        for (String file : NATIVE) {
            ldd(java.resolve(file)).filter(library -> !library.startsWith(java)).forEach(libraries::add);
        }
        assertThat(libraries).anyMatch(library -> library.endsWith("libc.so.6"));
        return libraries;
    }

    private static Stream<Path> ldd(Path file) throws IOException, InterruptedException {
        Process ldd = new ProcessBuilder(
                        HelperProgram.require("ldd", "libc-bin").toString(), file.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(ldd.getInputStream().readAllBytes(), UTF_8);
        assertThat(ldd.waitFor()).as(printed).isZero();
        return LIBRARY.matcher(printed).results().map((MatchResult found) -> Path.of(found.group(1)));
    }
}
