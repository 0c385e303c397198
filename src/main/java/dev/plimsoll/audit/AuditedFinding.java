package dev.plimsoll.audit;

import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.workload.Container;
import java.util.Comparator;
import java.util.Optional;

/**
 * A finding on what is there.
 *
 * @param owner under which it is reported
 * @param excuse the exception that keeps it from having consequences
 * @param image as it is written; empty if it is about the whole workload
 * @param digest what the image's name stood for
 * @param size compressed; of several platforms the largest
 */
public record AuditedFinding(
        Owner owner,
        Finding finding,
        Optional<Excuse> excuse,
        String image,
        Optional<Digest> digest,
        Optional<DataSize> size)
        implements Comparable<AuditedFinding> {

    /** An exception's name, and the reason that it gives. */
    public record Excuse(String exception, String reason) {}

    private static final Comparator<AuditedFinding> ORDER = Comparator.comparing(
                    (AuditedFinding it) -> it.excuse().isPresent())
            .thenComparing(it -> it.finding().strongestAction(), Comparator.reverseOrder())
            .thenComparing(it -> it.finding().isAdvice())
            .thenComparing(AuditedFinding::owner)
            .thenComparing(it -> it.finding().container().orElse(""))
            .thenComparing(it -> it.finding().check())
            .thenComparing(AuditedFinding::image)
            .thenComparing(it -> it.finding().violation().toString())
            .thenComparing(it -> it.digest().map(Digest::toString).orElse(""))
            .thenComparing(it -> it.excuse().map(Excuse::exception).orElse(""));

    static AuditedFinding of(Owner owner, Finding finding, Evaluation evaluation) {
        return of(owner, finding, Optional.empty(), evaluation);
    }

    static AuditedFinding of(Owner owner, Evaluation.Excused excused, Evaluation evaluation) {
        Excuse excuse = new Excuse(excused.exception(), excused.reason());
        return of(owner, excused.finding(), Optional.of(excuse), evaluation);
    }

    private static AuditedFinding of(Owner owner, Finding finding, Optional<Excuse> excuse, Evaluation evaluation) {
        Optional<Container> container = finding.container().flatMap(name -> named(name, evaluation));
        Optional<Inspection> inspection =
                container.flatMap(Container::reference).flatMap(evaluation.inspections()::of);
        return new AuditedFinding(
                owner,
                finding,
                excuse,
                container.map(it -> it.image().written()).orElse(""),
                inspection.map(Inspection::digest),
                inspection.flatMap(
                        it -> it.images().stream().map(Image::compressedSize).max(Comparator.naturalOrder())));
    }

    private static Optional<Container> named(String name, Evaluation evaluation) {
        return evaluation.workload().containers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst();
    }

    /** Those that matter most first, in an order that is the same for the same findings. */
    @Override
    public int compareTo(AuditedFinding other) {
        return ORDER.compare(this, other);
    }
}
