package dev.plimsoll.packaging;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Port;
import dev.plimsoll.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * How the image is laid out: the base, then what changes less often below what changes more often, so that a new version
 * shares most of what a node already has. All files are root's and nobody else may write them: the process cannot change
 * itself.
 *
 * @param application the folder that Quarkus packaged it into
 * @param billOfMaterials what the application is made of, as CycloneDX JSON; scanners look for {@code *.cdx.json}
 */
public record ImageRecipe(
        BaseImage base,
        Platform platform,
        JavaRuntime runtime,
        Path application,
        Optional<Path> billOfMaterials,
        ImageDescription description) {

    /** A number, so that the kubelet can tell that it is not root; it has no name in most bases. */
    public static final String USER = "65532:65532";

    /** Where {@code config/application.properties} is looked for. */
    public static final String FOLDER = "/deployments";

    public static final Set<Integer> PORTS = Set.of(8443, 9000);

    private static final String JAVA = "/opt/java";
    private static final String FIRST_OF_THE_APPLICATION = "quarkus-run.jar";
    private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");

    /** Writes the image as an archive in OCI's layout, with the base pulled from its registry. */
    void writeTo(Path archive, RegistryLogin login, Path cache) throws IOException {
        try {
            builder(login)
                    .containerize(Containerizer.to(TarImage.at(archive).named("plimsoll:" + version()))
                            .setBaseImageLayersCache(cache.resolve("base"))
                            .setApplicationLayersCache(cache.resolve("application"))
                            .setAllowInsecureRegistries(login.plainHttp())
                            .setToolName("plimsoll"));
        } catch (RegistryException | ExecutionException | CacheDirectoryCreationException e) {
            throw new ImageBuildException("the base %s: %s".formatted(base.reference(), reason(e)), e);
        } catch (InvalidImageReferenceException e) {
            throw new ImageBuildException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageBuildException("interrupted", e);
        }
    }

    private String version() {
        return description.words().get("org.opencontainers.image.version");
    }

    private static String reason(Exception e) {
        return e instanceof ExecutionException ? String.valueOf(e.getCause().getMessage()) : e.getMessage();
    }

    private JibContainerBuilder builder(RegistryLogin login) throws IOException, InvalidImageReferenceException {
        return Jib.from(login.image(base.pinned()))
                .setFormat(ImageFormat.OCI)
                .setPlatforms(Set.of(
                        new com.google.cloud.tools.jib.api.buildplan.Platform(platform.architecture(), platform.os())))
                .setCreationTime(description.created())
                .setLabels(description.words())
                .setFileEntriesLayers(List.of(javaLayer(), dependencies(), applicationLayer()))
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(FOLDER))
                .setExposedPorts(PORTS.stream().map(Port::tcp).toArray(Port[]::new))
                .addEnvironmentVariable("JAVA_HOME", JAVA)
                // Names of files are then UTF-8 to Java too.
                .addEnvironmentVariable("LANG", "C.UTF-8")
                .setEntrypoint(JAVA + "/bin/java", "-jar", FOLDER + "/" + FIRST_OF_THE_APPLICATION);
    }

    private FileEntriesLayer javaLayer() throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("java");
        for (Path file : files(runtime.folder())) {
            Path inside = runtime.folder().relativize(file);
            if (!inside.startsWith("bin") || inside.endsWith("java")) {
                layer.addEntry(
                        file,
                        AbsoluteUnixPath.get(JAVA).resolve(inside),
                        Files.isExecutable(file) ? PROGRAM : FilePermissions.DEFAULT_FILE_PERMISSIONS);
            }
        }
        return layer.build();
    }

    private FileEntriesLayer dependencies() throws IOException {
        return layer("dependencies", files(application.resolve("lib"))).build();
    }

    private FileEntriesLayer applicationLayer() throws IOException {
        List<Path> files = Stream.of("app", "quarkus", FIRST_OF_THE_APPLICATION)
                .map(application::resolve)
                .toList();
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("application");
        for (Path file : files) {
            layer(layer, files(file));
        }
        billOfMaterials.ifPresent(
                file -> layer.addEntry(file, AbsoluteUnixPath.get(FOLDER).resolve("sbom/plimsoll.cdx.json")));
        return layer.build();
    }

    private FileEntriesLayer.Builder layer(String name, List<Path> files) {
        return layer(FileEntriesLayer.builder().setName(name), files);
    }

    private FileEntriesLayer.Builder layer(FileEntriesLayer.Builder layer, List<Path> files) {
        files.forEach(file -> layer.addEntry(file, AbsoluteUnixPath.get(FOLDER).resolve(application.relativize(file))));
        return layer;
    }

    /** All files below, in an order that does not depend on the file system. */
    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
