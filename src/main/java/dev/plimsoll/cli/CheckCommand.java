package dev.plimsoll.cli;

import dev.plimsoll.image.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plimsoll check}: the webhook's judgement of manifests that are still files. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisHeading = "%nUsage: ",
        customSynopsis = "plimsoll check -f FILE|FOLDER|- [-f ...] [OPTIONS]",
        header = "Judge the images of Kubernetes manifests, as the webhook would.",
        description = {
            "",
            "Reads Pods and whatever makes Pods (Deployment, StatefulSet, DaemonSet, ReplicaSet, "
                    + "ReplicationController, Job, CronJob, PodTemplate), looks the images up in their registries "
                    + "and says what the policies would deny, warn about or record. Nothing is pulled and no "
                    + "server or cluster is needed. Registries and their credentials are configured as for serve.",
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExit status:%n",
        footer = {
            "  0  nothing was denied (with --fail-on warn: nor warned about)",
            "  1  something was",
            "  2  could not check: bad usage, an unreadable file, a malformed object, an invalid policy",
            "",
            "Examples:",
            "  plimsoll check -f deploy/",
            "  kustomize build . | plimsoll check -f - --policy policies/ --fail-on warn",
            "  plimsoll check -f pod.yaml -o json | jq '.objects[].containers[].compressedSize'",
        })
final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|FOLDER|-",
            required = true,
            description = "Manifests, YAML or JSON; of a folder, all below it; - is the standard input. Repeatable.")
    private List<String> files = List.of();

    @Option(
            names = "--policy",
            paramLabel = "FILE|FOLDER",
            description = "Policies and exceptions to judge by. Default: the configured ones (plimsoll.policies), else "
                    + "a built-in policy, which warns and denies nothing.")
    private @Nullable Path policies;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Where objects are that do not say it. Default: default.")
    private String namespace = "default";

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            converter = PlatformConverter.class,
            description = "A platform of the cluster's nodes. Repeatable. Default: the configured ones "
                    + "(plimsoll.platforms), else linux/amd64.")
    private List<Platform> platforms = List.of();

    @Mixin
    private VerdictOptions verdicts = new VerdictOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CheckReport checked = QuietLogging.during(() -> new CheckRun(terminal, settings()).report());
        switch (report.format()) {
            case TEXT -> new TextReport(checked, terminal).print();
            case JSON -> terminal.out().println(JsonReport.of(checked).print());
        }
        return checked.objects().stream()
                        .map(CheckReport.CheckedObject::verdict)
                        .anyMatch(verdicts::fails)
                ? ExitStatus.NOT_PASSED
                : ExitStatus.OK;
    }

    private CheckRun.Settings settings() {
        return new CheckRun.Settings(
                files,
                Optional.ofNullable(policies),
                verdicts.mode(),
                namespace,
                Set.copyOf(platforms),
                report.timeout());
    }

    static final class PlatformConverter implements ITypeConverter<Platform> {

        @Override
        public Platform convert(String text) {
            return Platform.parse(text);
        }
    }
}
