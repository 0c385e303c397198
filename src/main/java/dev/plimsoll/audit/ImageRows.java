package dev.plimsoll.audit;

import dev.plimsoll.advice.Adviser;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageName;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Platform;
import dev.plimsoll.inspection.ImageFacts;
import dev.plimsoll.inspection.ImageReport;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.workload.Container;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers, for each image, who uses it and what is found. */
final class ImageRows {

    private static final int MOST_REFERENCES = 8;
    private static final int MOST_OWNERS = 20;

    /** Beyond this many it makes no difference how many there are. */
    private static final int MOST_COUNTED = 1000;

    private static final int MOST_PLATFORMS = 3;

    private static final Comparator<Row> SMALLEST_FIRST = Comparator.comparing(row -> row.size);

    /** One image, while more is heard of it. */
    private static final class Row {
        private final Digest digest;
        private final DataSize size;
        private final int layers;
        private final List<String> platforms;
        private final TreeMap<String, ImageReference> references = new TreeMap<>();
        private final Map<String, ValidationAction> findings = new HashMap<>(4);
        private final Set<String> namespaces = new TreeSet<>();
        private final Set<Owner> owners = new HashSet<>(4);
        private List<ImageFacts> facts = List.of();

        private Row(Inspection inspection) {
            Optional<Image> largest = inspection.images().stream().max(Comparator.comparing(Image::compressedSize));
            this.digest = inspection.digest();
            this.size = largest.map(Image::compressedSize).orElse(DataSize.ZERO);
            this.layers = largest.map(it -> it.layers().size()).orElse(0);
            this.platforms = inspection.images().stream()
                    .flatMap(image -> image.platform().stream())
                    .map(Platform::toString)
                    .sorted()
                    .toList();
        }

        private long weight() {
            return facts.stream().mapToLong(ImageFacts::weight).sum();
        }
    }

    private final Adviser adviser;
    private final long room;
    private final Map<Digest, Row> rows = new HashMap<>();
    private final PriorityQueue<Row> described = new PriorityQueue<>(SMALLEST_FIRST);
    private long taken;

    /** @param room for what images are made of; what does not fit is not kept, of the smallest images first */
    ImageRows(KnownBases bases, DataSize room) {
        this.adviser = new Adviser(bases);
        this.room = room.bytes();
    }

    void add(Evaluation evaluation, Set<Owner> owners) {
        for (Container container : evaluation.workload().containers()) {
            container
                    .reference()
                    .flatMap(evaluation.inspections()::of)
                    .ifPresent(inspection -> add(container, inspection, evaluation, owners));
        }
    }

    private void add(Container container, Inspection inspection, Evaluation evaluation, Set<Owner> owners) {
        ImageReference reference = container.reference().orElseThrow();
        Row row = rows.computeIfAbsent(inspection.digest(), digest -> described(reference, inspection));
        if (row.references.size() < MOST_REFERENCES) {
            row.references.putIfAbsent(reference.toString(), reference);
        }
        row.namespaces.add(evaluation.workload().namespace().name());
        for (Owner owner : owners) {
            if (row.owners.size() < MOST_COUNTED) {
                row.owners.add(owner);
            }
        }
        evaluation.findings().stream()
                .filter(finding ->
                        finding.container().filter(container.name()::equals).isPresent())
                .filter(finding -> !EveryImage.found(finding))
                .forEach(finding -> row.findings.merge(id(finding), finding.strongestAction(), ImageRows::stronger));
    }

    private static String id(Finding finding) {
        return finding.violation().advice().map(Violation.Advice::check).orElse(finding.check());
    }

    private static ValidationAction stronger(ValidationAction one, ValidationAction other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private Row described(ImageReference reference, Inspection inspection) {
        Row row = new Row(inspection);
        if (room > 0) {
            row.facts = facts(reference, inspection);
            taken += row.weight();
            described.add(row);
            while (taken > room) {
                Row smallest = described.remove();
                taken -= smallest.weight();
                smallest.facts = List.of();
            }
        }
        return row;
    }

    private List<ImageFacts> facts(ImageReference reference, Inspection inspection) {
        ImageName.Valid name = new ImageName.Valid(reference.toString(), reference);
        return inspection.images().stream()
                .limit(MOST_PLATFORMS)
                .map(image -> ImageFacts.of(ImageReport.of(
                        name,
                        image.platform().orElse(Platform.LINUX_AMD64),
                        new Inspection(inspection.digest(), List.of(image), inspection.offered()),
                        Optional.of(adviser.look(reference, image)),
                        adviser)))
                .toList();
    }

    /** Largest first. */
    List<AuditedImage> images(ImageTable table) {
        List<AuditedImage> images = new ArrayList<>(rows.size());
        Sharing sharing = new Sharing();
        rows.values().forEach(row -> images.add(image(row, table, sharing)));
        images.sort(Comparator.comparing(AuditedImage::size).reversed().thenComparing(AuditedImage::reference));
        return images;
    }

    private static AuditedImage image(Row row, ImageTable table, Sharing sharing) {
        List<Owner> owners = row.owners.stream().sorted().limit(MOST_OWNERS).toList();
        return new AuditedImage(
                List.copyOf(row.references.keySet()),
                row.digest.toString(),
                row.size,
                row.layers,
                row.platforms,
                table.baseOf(row.digest),
                table.isRoot(row.digest),
                row.references.values().stream().anyMatch(table::isMutable),
                row.findings,
                List.copyOf(row.namespaces),
                owners,
                row.owners.size() - owners.size(),
                row.facts.stream().map(facts -> shared(facts, sharing)).toList());
    }

    /** Most layers are those of some base, and many images have them. */
    private static ImageFacts shared(ImageFacts facts, Sharing sharing) {
        return facts.withLayers(facts.layers().stream().map(sharing::one).toList());
    }
}
