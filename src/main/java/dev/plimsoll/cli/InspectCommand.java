package dev.plimsoll.cli;

import dev.plimsoll.image.Platform;
import dev.plimsoll.inspection.ImageFacts;
import dev.plimsoll.inspection.ImageReport;
import dev.plimsoll.web.HtmlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plimsoll inspect}: what an image is made of, and what would make it smaller. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisHeading = "%nUsage: ",
        customSynopsis = "plimsoll inspect IMAGE... [OPTIONS]",
        header = "Show what images are made of, and how to make them smaller.",
        description = {
            "",
            "Reads manifest and config of each image, nothing else, and shows its layers with their compressed sizes "
                    + "and the instructions that made them, what it is built on, and advice on its own instructions. "
                    + "Of a base that is known, slimmer variants are looked up, by at most four more requests. "
                    + "Registries and their credentials are configured as for serve.",
        },
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExit status:%n",
        footer = {
            "  0  every image was looked at, whatever was found",
            "  1  one could not be, or is not there for the platform",
            "  2  could not run: bad usage, something that is no image's name, an invalid configuration",
            "",
            "Examples:",
            "  plimsoll inspect node:18",
            "  plimsoll inspect registry.corp/web:1.4.2 --platform linux/arm64 --sort size",
            "  plimsoll inspect registry.corp/web:1.4.2 -o json | jq '.findings[].remedy'",
            "  plimsoll inspect registry.corp/web:1.4.2 --html web.html",
        })
final class InspectCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Images, as a pod names them.")
    private List<String> images = List.of();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write the report as a page, into a file that needs nothing else.")
    private @Nullable Path html;

    @Option(
            names = "--sort",
            paramLabel = "manifest|size",
            defaultValue = "manifest",
            description =
                    "The order of layers in text: as they lie upon each other, or largest first. Default: manifest.")
    private InspectText.Order order = InspectText.Order.MANIFEST;

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            converter = CheckCommand.PlatformConverter.class,
            description =
                    "The platform to look at. Repeatable. Default: the configured ones (plimsoll.platforms), else "
                            + "linux/amd64.")
    private List<Platform> platforms = List.of();

    @Mixin
    private ReportOptions report = new ReportOptions();

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Optional<OutputFile> file = Optional.ofNullable(html).map(path -> OutputFile.at(path, "--html"));
        List<ImageReport> reports = QuietLogging.during(
                () -> new InspectRun(terminal, new InspectRun.Settings(images, platforms, report.timeout())).reports());
        file.ifPresent(
                it -> it.write(HtmlFile.of(reports.stream().map(ImageFacts::of).toList())));
        switch (report.format()) {
            case TEXT -> new InspectText(reports, terminal, order).print();
            case JSON ->
                reports.forEach(
                        image -> terminal.out().println(InspectJson.of(image).print()));
        }
        return reports.stream().allMatch(image -> image.built().isPresent()) ? ExitStatus.OK : ExitStatus.NOT_PASSED;
    }
}
