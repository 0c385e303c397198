package dev.plimsoll.cli;

import dev.plimsoll.cli.CheckReport.CheckedObject;
import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.workload.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CheckReport} for scripts. Its fields are documented in docs/cli.md; new ones may be added within a version,
 * none is renamed or removed. What is not known is left out.
 */
record JsonReport(
        String apiVersion,
        String kind,
        String mode,
        List<String> policies,
        Summary summary,
        List<CheckedJson> objects) {

    /** How many objects came to what. */
    record Summary(int objects, long images, long denied, long warned, long passed, Map<String, Integer> skipped) {}

    /** One object under review. */
    record CheckedJson(
            String source,
            String apiVersion,
            String kind,
            String namespace,
            String name,
            String verdict,
            List<ContainerJson> containers,
            List<FindingJson> findings,
            List<ExcusedJson> excused) {}

    /** One container or image volume. */
    record ContainerJson(
            String name,
            String type,
            String image,
            @Nullable String reference,
            @Nullable String digest,
            @Nullable Long compressedBytes,
            @Nullable String compressedSize,
            @Nullable String runsAs,
            @Nullable FailureJson failure,
            List<ImageJson> platforms,
            List<FindingJson> findings,
            List<ExcusedJson> excused) {}

    /** The image for one platform. */
    record ImageJson(
            @Nullable String platform,
            String digest,
            long compressedBytes,
            int layers,
            @Nullable String user) {}

    /** Why an image could not be inspected. */
    record FailureJson(String reason, String message) {}

    /** What is wrong, and what follows; of advice, what it speaks of. */
    record FindingJson(
            String check,
            String policy,
            String action,
            List<String> actions,
            String message,
            String remedy,
            @Nullable String layer,
            @Nullable Long bytes,
            @Nullable String instruction) {}

    /** What an exception excuses. */
    record ExcusedJson(String check, String policy, String message, String exception, String reason) {}

    static JsonReport of(CheckReport report) {
        return new JsonReport(
                "plimsoll.dev/v1alpha1",
                "CheckReport",
                report.mode().name().toLowerCase(Locale.ROOT),
                report.policies().names(),
                new Summary(
                        report.objects().size(),
                        report.images(),
                        report.count(Verdict.DENY),
                        report.count(Verdict.WARN),
                        report.count(Verdict.ALLOW),
                        new TreeMap<>(report.skipped())),
                report.objects().stream().map(JsonReport::of).toList());
    }

    /** Indented, and in ASCII, so that no terminal's or log's encoding can spoil it. */
    String print() {
        return JsonText.of(this);
    }

    private static CheckedJson of(CheckedObject object) {
        Workload workload = object.evaluation().workload();
        return new CheckedJson(
                object.source(),
                object.apiVersion(),
                workload.kind(),
                workload.namespace().name(),
                workload.name(),
                titleCase(object.verdict().name()),
                object.containers().stream().map(JsonReport::of).toList(),
                findings(object.evaluation().findings().stream()
                        .filter(finding -> finding.container().isEmpty())),
                excused(object.evaluation().excused().stream()
                        .filter(excused -> excused.finding().container().isEmpty())));
    }

    private static ContainerJson of(ContainerReport report) {
        return new ContainerJson(
                report.container().name(),
                type(report),
                report.container().image().written(),
                report.container().reference().map(ImageReference::toString).orElse(null),
                report.inspection().map(found -> found.digest().toString()).orElse(null),
                report.compressedSize().map(DataSize::bytes).orElse(null),
                report.compressedSize().map(DataSize::toString).orElse(null),
                report.runsAs().orElse(null),
                report.failure().map(JsonReport::of).orElse(null),
                report.images().stream().map(JsonReport::of).toList(),
                findings(report.findings().stream()),
                excused(report.excused().stream()));
    }

    private static String type(ContainerReport report) {
        return switch (report.container().kind()) {
            case INIT -> "initContainer";
            case REGULAR -> "container";
            case EPHEMERAL -> "ephemeralContainer";
            case IMAGE_VOLUME -> "imageVolume";
        };
    }

    private static ImageJson of(Image image) {
        return new ImageJson(
                image.platform().map(Platform::toString).orElse(null),
                image.digest().toString(),
                image.compressedSize().bytes(),
                image.layers().size(),
                image.config().user().isEmpty() ? null : image.config().user());
    }

    private static FailureJson of(InspectionException failure) {
        return new FailureJson(failure.reason().id(), String.valueOf(failure.getMessage()));
    }

    private static List<FindingJson> findings(Stream<Finding> findings) {
        return findings.map(JsonReport::of).toList();
    }

    private static FindingJson of(Finding finding) {
        return new FindingJson(
                finding.check(),
                finding.policy(),
                titleCase(finding.strongestAction().name()),
                finding.actions().stream()
                        .sorted(Comparator.<ValidationAction>naturalOrder().reversed())
                        .map(action -> titleCase(action.name()))
                        .toList(),
                finding.violation().problem(),
                finding.violation().remedy(),
                finding.violation()
                        .advice()
                        .flatMap(Violation.Advice::layer)
                        .map(Digest::toString)
                        .orElse(null),
                finding.violation().advice().map(it -> it.bytes().bytes()).orElse(null),
                finding.violation()
                        .advice()
                        .map(Violation.Advice::instruction)
                        .filter(instruction -> !instruction.isEmpty())
                        .orElse(null));
    }

    private static List<ExcusedJson> excused(Stream<Evaluation.Excused> excused) {
        return excused.map(JsonReport::of).toList();
    }

    private static ExcusedJson of(Evaluation.Excused excused) {
        return new ExcusedJson(
                excused.finding().check(),
                excused.finding().policy(),
                excused.finding().violation().problem(),
                excused.exception(),
                excused.reason());
    }

    /** As policies write it: {@code Deny}. */
    static String titleCase(String constant) {
        return constant.charAt(0) + constant.substring(1).toLowerCase(Locale.ROOT);
    }
}
