package dev.plimsoll.audit;

import dev.plimsoll.base.BaseCandidate;
import dev.plimsoll.base.Evidence;
import dev.plimsoll.base.ImageFamilies;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Layer;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.policy.check.RootUser;
import dev.plimsoll.workload.Container;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The images of a cluster and their layers, each once and by a number, so that thousands of namespaces can share them. */
final class ImageTable {

    private static final int MOST_LARGEST = 10;
    private static final int MOST_BASES = 20;
    private static final MutableTag MUTABLE = new MutableTag(List.of("latest"), false);
    private static final RootUser ROOT = new RootUser(false);

    /** What is kept of an image. */
    private record Entry(String reference, String digest, DataSize size, int[] layers, Optional<KnownAs> base) {}

    /** A base by its name, and what is known to be slimmer. */
    private record KnownAs(String reference, String slimmer, DataSize saves) {}

    /** By number: which images, and what of them. */
    private static final class Use {
        private final BitSet images = new BitSet();
        private final BitSet root = new BitSet();
        private final BitSet unknown = new BitSet();
        private final BitSet mutable = new BitSet();
    }

    private final KnownBases bases;
    private final Map<Digest, Integer> numbers = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Digest, Integer> layerNumbers = new HashMap<>();
    private final List<DataSize> layerSizes = new ArrayList<>();
    private final Map<ImageReference, Integer> references = new HashMap<>();
    private final Use cluster = new Use();
    private final Map<String, Use> namespaces = new TreeMap<>();

    ImageTable(KnownBases bases) {
        this.bases = bases;
    }

    /** Notes the images of a workload that was judged. */
    void add(Evaluation evaluation) {
        Use namespace =
                namespaces.computeIfAbsent(evaluation.workload().namespace().name(), name -> new Use());
        for (Container container : evaluation.workload().containers()) {
            container.reference().ifPresent(reference -> {
                add(cluster, container, reference, evaluation);
                add(namespace, container, reference, evaluation);
            });
        }
    }

    private void add(Use use, Container container, ImageReference reference, Evaluation evaluation) {
        int name = references.computeIfAbsent(reference, it -> references.size());
        ContainerSubject subject = new ContainerSubject(
                container, Optional.empty(), evaluation.workload().platforms());
        if (!MUTABLE.check(subject, evaluation.inspections()).isEmpty()) {
            use.mutable.set(name);
        }
        Optional<Inspection> inspection = evaluation.inspections().of(reference);
        if (inspection.isEmpty()) {
            use.unknown.set(name);
            return;
        }
        int image = numberOf(reference, inspection.get());
        use.images.set(image);
        if (container.runs() && !ROOT.check(subject, evaluation.inspections()).isEmpty()) {
            use.root.set(image);
        }
    }

    private int numberOf(ImageReference reference, Inspection inspection) {
        Integer known = numbers.get(inspection.digest());
        if (known != null) {
            return known;
        }
        entries.add(entry(reference, inspection));
        numbers.put(inspection.digest(), entries.size() - 1);
        return entries.size() - 1;
    }

    private Entry entry(ImageReference reference, Inspection inspection) {
        return new Entry(
                reference.toString(),
                inspection.digest().toString(),
                inspection.images().stream()
                        .map(Image::compressedSize)
                        .max(Comparator.naturalOrder())
                        .orElse(DataSize.ZERO),
                inspection.images().stream()
                        .flatMap(image -> image.layers().stream())
                        .mapToInt(this::numberOf)
                        .distinct()
                        .toArray(),
                inspection.images().stream().findFirst().flatMap(this::baseOf));
    }

    private int numberOf(Layer layer) {
        Integer known = layerNumbers.get(layer.digest());
        if (known != null) {
            return known;
        }
        layerSizes.add(layer.size());
        layerNumbers.put(layer.digest(), layerSizes.size() - 1);
        return layerSizes.size() - 1;
    }

    /** As measured, else as the image itself says. */
    private Optional<KnownAs> baseOf(Image image) {
        return bases.of(image).map(ImageTable::knownAs).or(() -> ImageFamilies.official().candidates(image).stream()
                .filter(candidate -> candidate.evidence() == Evidence.ANNOTATION)
                .findFirst()
                .map(BaseCandidate::reference)
                .map(reference -> new KnownAs(reference.toString(), "", DataSize.ZERO)));
    }

    private static KnownAs knownAs(MeasuredBase measured) {
        return measured.slimmer().stream()
                .min(Comparator.comparing(it -> it.size()))
                .map(slimmest -> new KnownAs(
                        measured.base().reference().toString(),
                        slimmest.variant().reference().toString(),
                        measured.base().compressedSize().minus(slimmest.size())))
                .orElseGet(() -> new KnownAs(measured.base().reference().toString(), "", DataSize.ZERO));
    }

    /** By its name; empty if it is not known. */
    String baseOf(Digest image) {
        return Optional.ofNullable(numbers.get(image))
                .flatMap(number -> entries.get(number).base())
                .map(KnownAs::reference)
                .orElse("");
    }

    /** Whether some container runs the image as root. */
    boolean isRoot(Digest image) {
        Integer number = numbers.get(image);
        return number != null && cluster.root.get(number);
    }

    /** Whether what the name stands for may change. */
    boolean isMutable(ImageReference reference) {
        Integer number = references.get(reference);
        return number != null && cluster.mutable.get(number);
    }

    Savings ofCluster() {
        return savings(cluster);
    }

    Map<String, Savings> byNamespace() {
        Map<String, Savings> savings = new TreeMap<>();
        namespaces.forEach((name, use) -> savings.put(name, savings(use)));
        return savings;
    }

    private Savings savings(Use use) {
        BitSet layers = new BitSet();
        BitSet shared = new BitSet();
        DataSize imageBytes = DataSize.ZERO;
        for (int image : use.images.stream().toArray()) {
            for (int layer : entries.get(image).layers()) {
                imageBytes = imageBytes.plus(layerSizes.get(layer));
                (layers.get(layer) ? shared : layers).set(layer);
            }
        }
        return new Savings(
                use.images.cardinality(),
                use.unknown.cardinality(),
                imageBytes,
                sum(layers),
                sum(shared),
                use.root.cardinality(),
                use.mutable.cardinality(),
                largest(use.images),
                bases(use.images));
    }

    private DataSize sum(BitSet layers) {
        return layers.stream().mapToObj(layerSizes::get).reduce(DataSize.ZERO, DataSize::plus);
    }

    private List<Savings.LargeImage> largest(BitSet images) {
        return images.stream()
                .mapToObj(entries::get)
                .sorted(Comparator.comparing(Entry::size).reversed().thenComparing(Entry::reference))
                .limit(MOST_LARGEST)
                .map(entry -> new Savings.LargeImage(entry.reference(), entry.digest(), entry.size()))
                .toList();
    }

    private List<Savings.Base> bases(BitSet images) {
        Map<KnownAs, Integer> counts = new HashMap<>();
        images.stream()
                .mapToObj(entries::get)
                .flatMap(entry -> entry.base().stream())
                .forEach(base -> counts.merge(base, 1, Integer::sum));
        List<Savings.Base> bases = counts.entrySet().stream()
                .map(it -> new Savings.Base(
                        it.getKey().reference(),
                        it.getValue(),
                        it.getKey().slimmer(),
                        it.getKey().saves()))
                .sorted(Comparator.comparingInt(Savings.Base::images)
                        .reversed()
                        .thenComparing(Savings.Base::reference)
                        .thenComparing(Savings.Base::slimmer))
                .toList();
        return Stream.concat(
                        bases.stream().limit(MOST_BASES),
                        bases.stream().skip(MOST_BASES).filter(base -> !base.slimmer()
                                .isEmpty()))
                .toList();
    }
}
