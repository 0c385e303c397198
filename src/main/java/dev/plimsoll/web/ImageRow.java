package dev.plimsoll.web;

import dev.plimsoll.audit.AuditedImage;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.policy.ValidationAction;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A line of a table of images.
 *
 * @param href of the image's page; empty if it has none
 * @param share of the largest image in the table, in percent
 * @param found the checks that found something, those with the worst consequence first
 * @param worst what follows from the worst of it; empty if nothing was found
 * @param rank by which findings are put in order
 * @param search in lower case, what it can be found by besides what is shown
 */
record ImageRow(
        String name,
        String href,
        DataSize size,
        double share,
        int layers,
        String base,
        String where,
        int namespaces,
        boolean root,
        boolean mutable,
        String found,
        String worst,
        int rank,
        String search) {

    private static final int MOST_SHOWN = 2;
    private static final int MOST_SEARCHED = 20;

    static ImageRow of(AuditedImage image, DataSize largest, Links links) {
        return new ImageRow(
                image.reference(),
                links.image(image.digest()),
                image.size(),
                Format.share(image.size(), largest),
                image.layers(),
                image.base(),
                some(image.namespaces()),
                image.namespaces().size(),
                image.root(),
                image.mutable(),
                found(image),
                image.worst().map(ImageRow::word).orElse(""),
                rank(image),
                hidden(image));
    }

    /** By what follows, and then by how much was found. */
    static int rank(AuditedImage image) {
        return image.worst()
                .map(worst -> (worst.ordinal() + 1) * 100
                        + Math.min(99, image.findings().size()))
                .orElse(0);
    }

    private static String some(List<String> namespaces) {
        String shown = namespaces.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        int more = namespaces.size() - MOST_SHOWN;
        return more > 0 ? shown + " +" + more : shown;
    }

    private static String found(AuditedImage image) {
        return image.findings().entrySet().stream()
                .sorted(Map.Entry.<String, ValidationAction>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    /** As it is said of what would be done. */
    static String word(ValidationAction action) {
        return switch (action) {
            case DENY -> "denied";
            case WARN -> "warned";
            case AUDIT -> "recorded";
        };
    }

    /** Its other names and namespaces, for a row need not show them. */
    private static String hidden(AuditedImage image) {
        List<String> names = image.references().subList(1, image.references().size());
        List<String> namespaces = image.namespaces().stream()
                .skip(MOST_SHOWN)
                .limit(MOST_SEARCHED)
                .toList();
        return (String.join(" ", names) + " " + String.join(" ", namespaces))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** Everything that it can be found by, in lower case. */
    String text() {
        return String.join(" ", name, base, where, found, worst, root ? "root" : "", mutable ? "tag moves" : "", search)
                .toLowerCase(Locale.ROOT);
    }
}
