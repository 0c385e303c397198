package dev.plimsoll.packaging;

import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate.ContentDescriptorTemplate;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code make image}: makes the container image of the packaged application, and pushes it where it is told to. */
@Command(
        name = "make image",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes the container image from target/quarkus-app, without a container engine, as an OCI layout in "
                    + "target/image/oci. With --to it is pushed as well.",
            "The same sources, base and JDK make the same image, whenever and wherever they are built.",
        })
public final class BuildImage implements Callable<Integer> {

    /** As the JVM names this machine, and as OCI does. */
    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "amd64", "x86_64", "amd64", "aarch64", "arm64");

    @Spec
    private CommandSpec command;

    @Option(names = "--to", paramLabel = "IMAGE", description = "Where to push it: registry/repository:tag.")
    private Optional<String> target = Optional.empty();

    @Option(
            names = "--base",
            paramLabel = "IMAGE",
            defaultValue = BaseImage.DEFAULT,
            description = "What to build on, with its digest. It must bring glibc. Default: ${DEFAULT-VALUE}")
    private String base = BaseImage.DEFAULT;

    @Option(
            names = "--jdk",
            paramLabel = "FOLDER",
            description = "The JDK whose Java the image gets. Default: the one this runs on.")
    private Path jdk = Path.of(System.getProperty("java.home"));

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            description = "linux/amd64 or linux/arm64. Default: this machine's. Another one needs --jmods.")
    private Platform platform = thisMachine();

    @Option(
            names = "--jmods",
            paramLabel = "FOLDER",
            description = "The jmods folder of a JDK for the platform, of exactly the version of --jdk.")
    private Optional<Path> jmods = Optional.empty();

    @Option(names = "--revision", paramLabel = "COMMIT", description = "What the image is made of, for its labels.")
    private Optional<String> revision = Optional.empty();

    @Option(
            names = "--docker-config",
            paramLabel = "FILE",
            description = "Credentials for both registries. Default: what docker login left behind.")
    private Optional<Path> dockerConfig = Optional.empty();

    @Option(names = "--plain-http", description = "Registries without TLS are asked without it.")
    private boolean plainHttp;

    @Option(
            names = "--application",
            paramLabel = "FOLDER",
            description = "Default: target/quarkus-app, as mvn package leaves it.")
    private Path application = Path.of("target/quarkus-app");

    @Option(names = "--sbom", paramLabel = "FILE", description = "CycloneDX, as JSON. Default: the image has none.")
    private Optional<Path> billOfMaterials = Optional.empty();

    @Option(names = "--output", paramLabel = "FOLDER", description = "Made anew. Default: target/image")
    private Path output = Path.of("target/image");

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BuildImage())
                .registerConverter(Platform.class, Platform::parse)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler(BuildImage::explain);
    }

    private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult arguments)
            throws Exception {
        if (e instanceof ImageBuildException || e instanceof IllegalArgumentException || e instanceof IOException) {
            commandLine.getErr().println("make image: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        throw e;
    }

    @Override
    public Integer call() throws IOException {
        Optional<TargetImage> pushedTo = target.map(TargetImage::parse);
        BaseImage basedOn = BaseImage.parse(base);
        mustBeThere(application.resolve("quarkus-run.jar"));
        billOfMaterials.ifPresent(BuildImage::mustBeThere);

        RegistryLogin login = new RegistryLogin(dockerConfig, plainHttp);
        OciLayout image = build(basedOn, login);
        print(image);
        if (pushedTo.isPresent()) {
            Upload.push(image, pushedTo.get(), login);
            out().println("pushed " + pushedTo.get().reference());
        }
        return CommandLine.ExitCode.OK;
    }

    private static void mustBeThere(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ImageBuildException(file + " is not there; package the application first");
        }
    }

    private OciLayout build(BaseImage basedOn, RegistryLogin login) throws IOException {
        Path runtime = emptied("java");
        Path archive = emptied("image.tar");
        Path layout = emptied("oci");
        ImageDescription description = ImageDescription.of(basedOn, revision);
        new ImageRecipe(
                        basedOn,
                        platform,
                        JavaRuntime.link(jdk, jmods, platform.architecture(), runtime),
                        application,
                        billOfMaterials,
                        description)
                .writeTo(archive, login, output.resolve("cache"));
        OciLayout image = OciLayout.unpack(archive, layout, description.words());
        Files.delete(archive);
        return image;
    }

    /** A place in the output where nothing is. */
    private Path emptied(String name) throws IOException {
        Path place = Files.createDirectories(output).resolve(name);
        if (Files.exists(place)) {
            try (Stream<Path> old = Files.walk(place)) {
                for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return place;
    }

    private void print(OciLayout image) throws IOException {
        List<String> names = new ArrayList<>();
        image.config().path("history").forEach(entry -> {
            if (!entry.path("empty_layer").asBoolean()) {
                names.add(entry.path("comment").asText("base"));
            }
        });
        long total = 0;
        List<ContentDescriptorTemplate> layers = image.manifest().layers();
        for (int i = 0; i < layers.size(); i++) {
            total += layers.get(i).getSize();
            String name = i < names.size() ? names.get(i) : "";
            out().printf("%10s  %s%n", new DataSize(layers.get(i).getSize()), name);
        }
        out().printf("%10s  compressed, %s, for %s%n", new DataSize(total), image.digest(), platform);
        out().flush();
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** What an image for this machine must be for. */
    static Platform thisMachine() {
        String architecture = System.getProperty("os.arch");
        return new Platform("linux", ARCHITECTURES.getOrDefault(architecture, architecture));
    }
}
