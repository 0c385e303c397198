package dev.plimsoll.web;

import dev.plimsoll.audit.AuditedImage;
import java.util.Comparator;
import java.util.Locale;

/** By what images are put in order, each with the direction that is asked for more often. */
enum ImageOrder {
    NAME("Image", false, Comparator.comparing(AuditedImage::reference)),
    SIZE("Compressed", true, Comparator.comparing(AuditedImage::size)),
    LAYERS("Layers", true, Comparator.comparing(AuditedImage::layers)),
    BASE(
            "Built on",
            false,
            Comparator.comparing((AuditedImage image) -> image.base().isEmpty()).thenComparing(AuditedImage::base)),
    USES("Used in", true, Comparator.comparing(image -> image.namespaces().size())),
    FINDINGS("Findings", true, Comparator.comparing(ImageRow::rank));

    private final String title;
    private final boolean descending;
    private final Comparator<AuditedImage> ascending;

    ImageOrder(String title, boolean descending, Comparator<AuditedImage> ascending) {
        this.title = title;
        this.descending = descending;
        this.ascending = ascending;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    boolean descendsFirst() {
        return descending;
    }

    /** Equals are by their names, so that the order is always the same. */
    Comparator<AuditedImage> comparator(boolean down) {
        return (down ? ascending.reversed() : ascending).thenComparing(AuditedImage::reference);
    }

    /** Whoever asks for what there is not gets the largest first. */
    static ImageOrder of(String id) {
        for (ImageOrder order : values()) {
            if (order.id().equals(id)) {
                return order;
            }
        }
        return SIZE;
    }
}
