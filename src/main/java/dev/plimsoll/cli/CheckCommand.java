package dev.plimsoll.cli;

import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.registry.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
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

    /** How the report is written. */
    enum Format {
        TEXT,
        JSON
    }

    /** From which verdict on the exit status is not 0. */
    enum Failure {
        WARN,
        DENY;

        boolean includes(Verdict verdict) {
            return switch (verdict) {
                case ALLOW -> false;
                case WARN -> this == WARN;
                case DENY -> true;
            };
        }
    }

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
            names = "--mode",
            paramLabel = "audit|enforce",
            defaultValue = "enforce",
            description = "audit: what a policy would deny is a warning. Default: enforce.")
    private Mode mode = Mode.ENFORCE;

    @Option(
            names = "--fail-on",
            paramLabel = "deny|warn",
            defaultValue = "deny",
            description = "What makes the exit status 1. Default: deny.")
    private Failure failOn = Failure.DENY;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How the report is written. Default: text.")
    private Format format = Format.TEXT;

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

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = TimeoutConverter.class,
            description = "How long to wait for one image, for example 500ms, 30s, 2m. Default: 30s.")
    private Duration timeout = Duration.ofSeconds(30);

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CheckReport report = QuietLogging.during(() -> new CheckRun(terminal, settings()).report());
        switch (format) {
            case TEXT -> new TextReport(report, terminal).print();
            case JSON -> terminal.out().println(JsonReport.of(report).print());
        }
        return report.objects().stream().map(CheckReport.CheckedObject::verdict).anyMatch(failOn::includes)
                ? ExitStatus.NOT_PASSED
                : ExitStatus.OK;
    }

    private CheckRun.Settings settings() {
        return new CheckRun.Settings(
                files, Optional.ofNullable(policies), mode, namespace, Set.copyOf(platforms), timeout);
    }

    static final class PlatformConverter implements ITypeConverter<Platform> {

        @Override
        public Platform convert(String text) {
            return Platform.parse(text);
        }
    }

    static final class TimeoutConverter implements ITypeConverter<Duration> {

        private static final Duration LONGEST = Duration.ofMinutes(5);

        @Override
        public Duration convert(String text) {
            Duration timeout = new DurationConverter().convert(text);
            if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a timeout is between 1ms and 5m");
            }
            return timeout;
        }
    }
}
