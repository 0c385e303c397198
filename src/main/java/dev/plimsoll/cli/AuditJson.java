package dev.plimsoll.cli;

import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.AuditedFinding;
import dev.plimsoll.audit.Gap;
import dev.plimsoll.audit.Owner;
import dev.plimsoll.audit.PolicyFindings;
import dev.plimsoll.audit.Savings;
import dev.plimsoll.audit.UnknownImage;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AuditResult} for scripts. Its fields are documented in docs/cli.md; new ones may be added within a version, none
 * is renamed or removed. What is not known is left out.
 *
 * @param reports made while they are written: of a large cluster, all of them at once would take too much room
 */
record AuditJson(
        String apiVersion,
        String kind,
        String begun,
        String mode,
        List<String> policies,
        Summary summary,
        Iterable<ReportJson> reports,
        List<UnknownJson> unknown,
        List<Gap> gaps,
        UnreadJson unread,
        SavingsJson savings,
        Map<String, SavingsJson> namespaces) {

    /** How much there is, and what it came to. */
    record Summary(
            int objects, int pods, int workloads, int denied, int warned, int passed, int uninspected, long millis) {}

    /** What one policy found in one namespace. */
    record ReportJson(
            String namespace,
            String policy,
            int denied,
            int warned,
            int audited,
            int uninspected,
            int excused,
            int omitted,
            List<FindingJson> findings) {}

    /** One finding. */
    record FindingJson(
            Owner workload,
            String check,
            String action,
            @Nullable String container,
            String message,
            String remedy,
            @Nullable String image,
            @Nullable String digest,
            @Nullable Long compressedBytes,
            @Nullable String exception,
            @Nullable String reason) {}

    /** An image of which nothing is known. */
    record UnknownJson(String reference, String reason, String message, Owner workload, int workloads) {}

    /** What images weigh, in compressed bytes. */
    record SavingsJson(
            int images,
            int unknown,
            long imageBytes,
            long pullBytes,
            long sharedBytes,
            int rootImages,
            int mutableTags,
            long slimmerSavesBytes,
            List<LargeJson> largest,
            List<BaseJson> bases) {}

    /** One image. */
    record LargeJson(String reference, String digest, long compressedBytes) {}

    /** One base. */
    record BaseJson(
            String reference,
            int images,
            @Nullable String slimmer,
            @Nullable Long savesBytes) {}

    /** What could not be read, or was not, that is none of the cluster's images. */
    record UnreadJson(List<String> pullSecrets, int bases) {}

    static AuditJson of(AuditResult result, AuditRun.Unread unread) {
        Map<String, SavingsJson> namespaces = new TreeMap<>();
        result.savingsByNamespace().forEach((name, savings) -> namespaces.put(name, of(savings)));
        return new AuditJson(
                "plimsoll.dev/v1alpha1",
                "AuditReport",
                result.begun().toString(),
                result.mode().name().toLowerCase(Locale.ROOT),
                result.policies(),
                summary(result),
                () -> result.findings().stream().map(AuditJson::of).iterator(),
                result.unknown().stream().map(AuditJson::of).toList(),
                result.gaps(),
                new UnreadJson(unread.pullSecrets(), unread.bases()),
                of(result.savings()),
                namespaces);
    }

    private static Summary summary(AuditResult result) {
        AuditResult.Totals totals = result.totals();
        return new Summary(
                totals.objects(),
                totals.pods(),
                totals.owners(),
                totals.denied(),
                totals.warned(),
                totals.passed(),
                result.unknown().size(),
                result.took().toMillis());
    }

    private static ReportJson of(PolicyFindings found) {
        return new ReportJson(
                found.namespace(),
                found.policy(),
                found.denied(),
                found.warned(),
                found.audited(),
                found.uninspected(),
                found.excused(),
                found.omitted(),
                found.findings().stream().map(AuditJson::of).toList());
    }

    private static FindingJson of(AuditedFinding audited) {
        return new FindingJson(
                audited.owner(),
                audited.finding().check(),
                JsonReport.titleCase(audited.finding().strongestAction().name()),
                audited.finding().container().orElse(null),
                audited.finding().violation().problem(),
                audited.finding().violation().remedy(),
                audited.image().isEmpty() ? null : audited.image(),
                audited.digest().map(Digest::toString).orElse(null),
                audited.size().map(DataSize::bytes).orElse(null),
                audited.excuse().map(AuditedFinding.Excuse::exception).orElse(null),
                audited.excuse().map(AuditedFinding.Excuse::reason).orElse(null));
    }

    private static UnknownJson of(UnknownImage image) {
        return new UnknownJson(image.reference(), image.reason(), image.message(), image.owner(), image.owners());
    }

    private static SavingsJson of(Savings savings) {
        return new SavingsJson(
                savings.images(),
                savings.unknown(),
                savings.imageBytes().bytes(),
                savings.pullBytes().bytes(),
                savings.sharedBytes().bytes(),
                savings.rootImages(),
                savings.mutableTags(),
                savings.slimmerSaves().bytes(),
                savings.largest().stream()
                        .map(it -> new LargeJson(
                                it.reference(), it.digest(), it.size().bytes()))
                        .toList(),
                savings.bases().stream().map(AuditJson::of).toList());
    }

    private static BaseJson of(Savings.Base base) {
        boolean measured = !base.slimmer().isEmpty();
        return new BaseJson(
                base.reference(),
                base.images(),
                measured ? base.slimmer() : null,
                measured ? base.saves().bytes() : null);
    }
}
