package dev.plimsoll.cli;

import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.web.HtmlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plimsoll audit}: the webhook's judgement of what already runs. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisHeading = "%nUsage: ",
        customSynopsis = "plimsoll audit [OPTIONS]",
        header = "Judge the images of what runs in a cluster, as the webhook would.",
        description = {
            "",
            "Reads the pods of a cluster, and whatever makes pods, by the kubeconfig (KUBECONFIG, else "
                    + "~/.kube/config) or the service account of the pod it runs in; looks their images up and says "
                    + "what the policies would deny, warn about or record, and what the images weigh. Nothing is "
                    + "written to the cluster. Registries and their credentials are configured as for serve; pull "
                    + "secrets of the cluster are used as far as they may be read.",
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExit status:%n",
        footer = {
            "  0  nothing would be denied (with --fail-on warn: nor warned about)",
            "  1  something would",
            "  2  could not audit: bad usage, an invalid policy, a cluster that does not answer or forbids to look",
            "",
            "Examples:",
            "  plimsoll audit",
            "  plimsoll audit -n shop --policy policies/ --fail-on warn",
            "  plimsoll audit -o json | jq '.savings.pullBytes'",
            "  plimsoll audit --html audit.html",
        })
final class AuditCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Only this namespace. Repeatable. Default: all.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "The context of the kubeconfig. Default: the current one.")
    private @Nullable String context;

    @Option(
            names = "--policy",
            paramLabel = "FILE|FOLDER",
            description = "Policies and exceptions to judge by besides the cluster's, which hold where both name one. "
                    + "Default: the configured ones (plimsoll.policies). Without any, a built-in policy warns.")
    private @Nullable Path policies;

    @Option(
            names = "--base-requests",
            paramLabel = "NUMBER",
            defaultValue = "24",
            converter = BaseRequestsConverter.class,
            description =
                    "How many manifests may be asked for to measure what images are built on, and slimmer variants "
                            + "of that, beginning with the images of most workloads; four for a base that is seen for the first "
                            + "time. 0 measures nothing. Default: 24.")
    private int baseRequests = 24;

    @Mixin
    private VerdictOptions verdicts = new VerdictOptions();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write all of it as pages, into one file that needs nothing else.")
    private @Nullable Path html;

    @Mixin
    private ReportOptions report = new ReportOptions();

    AuditCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Optional<OutputFile> file = Optional.ofNullable(html).map(path -> OutputFile.at(path, "--html"));
        AuditRun.Judged judged = QuietLogging.during(() -> new AuditRun(terminal, settings()).run());
        file.ifPresent(it -> it.write(HtmlFile.of(judged.result(), judged.snapshot())));
        switch (report.format()) {
            case TEXT -> new AuditText(judged, terminal).print();
            case JSON -> JsonText.write(AuditJson.of(judged.result(), judged.unread()), terminal.out());
        }
        terminal.out().flush();
        return fails(judged.result()) ? ExitStatus.NOT_PASSED : ExitStatus.OK;
    }

    private boolean fails(AuditResult result) {
        return Stream.of(Verdict.values())
                .anyMatch(verdict -> verdicts.fails(verdict) && result.totals().of(verdict) > 0);
    }

    private AuditRun.Settings settings() {
        Set<String> only = new TreeSet<>(namespaces);
        return new AuditRun.Settings(
                only,
                Optional.ofNullable(context),
                Optional.ofNullable(policies),
                verdicts.mode(),
                baseRequests,
                report.timeout(),
                html != null);
    }

    static final class BaseRequestsConverter implements ITypeConverter<Integer> {

        private static final int MOST = 10_000;

        @Override
        public Integer convert(String text) {
            int requests = text.matches("\\d{1,5}") ? Integer.parseInt(text) : MOST + 1;
            if (requests > MOST) {
                throw new IllegalArgumentException("it is a number from 0 to 10000");
            }
            return requests;
        }
    }
}
