package dev.plimsoll.audit;

import dev.plimsoll.audit.AuditResult.Totals;
import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.evaluation.Evaluation.Excused;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.policy.Violation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts together what the evaluations of a scan come to, one after the other. */
final class ResultBuilder {

    private static final int LONGEST_MESSAGE = 200;

    private record Unknown(InspectionException failure, Set<Owner> owners) {}

    private final ImageTable images;
    private final ImageRows rows;
    private final AllFindings findings;
    private final Map<ImageReference, Unknown> unknown = new HashMap<>();
    private final Map<Owner, Verdict> verdicts = new HashMap<>();

    /** Each once: of what is found, most is found many times. */
    private final Map<Violation, Violation> violations = new HashMap<>();

    ResultBuilder(Judging judging) {
        this.findings = new AllFindings(judging.mostFindings());
        this.images = new ImageTable(judging.bases());
        this.rows = new ImageRows(judging.bases(), judging.roomForFacts());
    }

    /** @param owners whom the workload is reported under */
    void add(Evaluation evaluation, Set<Owner> owners) {
        images.add(evaluation);
        rows.add(evaluation, owners);
        Verdict verdict = evaluation.verdict();
        for (Owner owner : owners) {
            verdicts.merge(owner, verdict, ResultBuilder::worse);
            for (Finding finding : evaluation.findings()) {
                if (!EveryImage.found(finding)) {
                    findings.add(AuditedFinding.of(owner, compact(finding), evaluation));
                }
            }
            for (Excused excused : evaluation.excused()) {
                findings.add(AuditedFinding.of(owner, excused, evaluation));
            }
        }
        evaluation.inspections().failed().forEach((reference, failure) -> unknown.computeIfAbsent(
                        reference, it -> new Unknown(failure, new HashSet<>(2)))
                .owners()
                .addAll(owners));
    }

    private Finding compact(Finding finding) {
        return new Finding(
                finding.policy(),
                finding.check(),
                finding.container(),
                violations.computeIfAbsent(finding.violation(), it -> it),
                finding.actions());
    }

    private static Verdict worse(Verdict one, Verdict other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    Totals totals(Inventory inventory) {
        return new Totals(
                inventory.objects(),
                inventory.pods(),
                verdicts.size(),
                count(Verdict.DENY),
                count(Verdict.WARN),
                count(Verdict.ALLOW));
    }

    private int count(Verdict verdict) {
        return (int) verdicts.values().stream().filter(verdict::equals).count();
    }

    List<PolicyFindings> findings() {
        return findings.result();
    }

    List<UnknownImage> unknown() {
        return unknown.entrySet().stream()
                .map(it -> unknown(it.getKey(), it.getValue()))
                .sorted(Comparator.comparing(UnknownImage::reference))
                .toList();
    }

    private static UnknownImage unknown(ImageReference reference, Unknown image) {
        return new UnknownImage(
                reference.toString(),
                image.failure().reason().id(),
                MessageText.line(image.failure().getMessage(), LONGEST_MESSAGE),
                image.owners().stream().min(Comparator.naturalOrder()).orElseThrow(),
                image.owners().size());
    }

    List<AuditedImage> rows() {
        return rows.images(images);
    }

    ImageTable images() {
        return images;
    }
}
