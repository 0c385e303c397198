package dev.plimsoll.web;

import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.AuditedFinding;
import dev.plimsoll.audit.AuditedImage;
import dev.plimsoll.audit.Owner;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.inspection.ImageFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One image.
 *
 * @param references its other names
 * @param used who brings it
 * @param more how many there are besides
 * @param findings of policies; none of an image that is only looked at
 * @param moreFindings that are not listed
 * @param audited whether it was seen in a cluster
 */
record ImagePage(
        Links links,
        String name,
        List<String> references,
        String digest,
        List<Portrait> portraits,
        List<Use> used,
        int more,
        List<FindingRow> findings,
        int moreFindings,
        DataSize size,
        boolean audited)
        implements Page {

    /** Who brings it. */
    record Use(String kind, String namespace, String name, String href) {}

    /**
     * What it is made of on one platform.
     *
     * @param own compressed size of the image's own layers
     */
    record Portrait(ImageFacts facts, String created, List<LayerBar> layers, DataSize own, DataSize base) {}

    /**
     * A layer.
     *
     * @param percent of the image
     * @param share of the largest layer, in percent
     */
    record LayerBar(int number, DataSize size, long percent, double share, boolean own, String instruction) {

        /** Never so little that nothing is seen of it. */
        public double barWidth() {
            return Math.max(0.3, share);
        }
    }

    private static final int MOST_FINDINGS = 50;

    static Optional<ImagePage> of(AuditResult result, String digest, Links links) {
        return result.images().stream()
                .filter(image -> image.digest().equals(digest))
                .findFirst()
                .map(image -> of(result, image, links));
    }

    static ImagePage of(AuditResult result, AuditedImage image, Links links) {
        List<AuditedFinding> findings = result.findings().stream()
                .flatMap(found -> found.findings().stream())
                .filter(it -> it.digest()
                        .map(Digest::toString)
                        .filter(image.digest()::equals)
                        .isPresent())
                .sorted()
                .toList();
        return new ImagePage(
                links,
                image.reference(),
                image.references().subList(1, image.references().size()),
                image.digest(),
                image.facts().stream().map(ImagePage::portrait).toList(),
                image.owners().stream().map(owner -> use(owner, links)).toList(),
                image.moreOwners(),
                findings.stream()
                        .limit(MOST_FINDINGS)
                        .map(it -> FindingRow.of(it, links))
                        .toList(),
                Math.max(0, findings.size() - MOST_FINDINGS),
                image.size(),
                true);
    }

    /** Of an image that was looked at by itself. */
    static ImagePage of(ImageFacts facts, Links links) {
        return new ImagePage(
                links,
                facts.name(),
                List.of(),
                facts.digest().orElse(""),
                List.of(portrait(facts)),
                List.of(),
                0,
                List.of(),
                0,
                facts.size(),
                false);
    }

    private static Use use(Owner owner, Links links) {
        return new Use(owner.kind(), owner.namespace(), owner.name(), links.namespace(owner.namespace()));
    }

    private static Portrait portrait(ImageFacts facts) {
        List<ImageFacts.LayerFacts> layers = facts.layers();
        DataSize largest = layers.stream()
                .map(ImageFacts.LayerFacts::size)
                .max(DataSize::compareTo)
                .orElse(DataSize.ZERO);
        List<LayerBar> bars = new ArrayList<>();
        for (ImageFacts.LayerFacts layer : layers) {
            bars.add(new LayerBar(
                    bars.size() + 1,
                    layer.size(),
                    Math.round(Format.share(layer.size(), facts.size())),
                    Format.share(layer.size(), largest),
                    layer.own(),
                    layer.instruction()));
        }
        return new Portrait(
                facts,
                facts.created().map(Format::time).orElse(""),
                bars,
                sum(layers.stream().filter(ImageFacts.LayerFacts::own)),
                sum(layers.stream().filter(layer -> !layer.own())));
    }

    private static DataSize sum(Stream<ImageFacts.LayerFacts> layers) {
        return layers.map(ImageFacts.LayerFacts::size).reduce(DataSize.ZERO, DataSize::plus);
    }

    @Override
    public String template() {
        return "image";
    }

    @Override
    public String title() {
        return name;
    }

    @Override
    public String section() {
        return "images";
    }
}
