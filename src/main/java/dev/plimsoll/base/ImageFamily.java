package dev.plimsoll.base;

import dev.plimsoll.image.ImageReference;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of base-images.csv: a kind of official image, and how to tell it.
 *
 * @param image the full variant, with a place for the version
 * @param also other variants, in the same way or as a suffix of the full one's tag
 * @param slimmer in order of preference
 * @param endsWith what the last instruction of its own build begins with
 * @param isSdk whether it holds what only a build needs
 */
record ImageFamily(
        Marker marker, String image, List<String> also, List<Slimmer> slimmer, String endsWith, boolean isSdk) {

    private static final String COLUMNS = "\\s*;\\s*";
    private static final int COUNT = 6;

    /** What is said of a slim variant where the full one has them. */
    private static final String NO_COMPILERS = "no compilers";

    /** A variant, and what is different in it. */
    record Slimmer(String image, String changes) {}

    /** @throws IllegalArgumentException if the line has not as many columns as it must */
    static ImageFamily parse(String line) {
        String[] columns = line.split(COLUMNS, -1);
        if (columns.length != COUNT) {
            throw new IllegalArgumentException("%d columns, not %d: %s".formatted(columns.length, COUNT, line));
        }
        return new ImageFamily(
                Marker.parse(columns[0]),
                columns[1],
                list(columns[2]),
                list(columns[3]).stream().map(ImageFamily::slimmer).toList(),
                columns[4],
                columns[5].equals("sdk"));
    }

    private static List<String> list(String column) {
        return column.isEmpty() ? List.of() : List.of(column.split("\\s*\\|\\s*"));
    }

    /** The colon that separates is followed by a space, a tag's is not. */
    private static Slimmer slimmer(String text) {
        String[] pair = text.split(":\\s+", 2);
        return new Slimmer(pair[0], pair[1]);
    }

    ImageReference full(String version) {
        return reference(image, version);
    }

    /** Whether its full variant is built on an image with compilers and version control, which its history shows. */
    boolean hasCompilers() {
        return slimmer.stream().anyMatch(it -> it.changes().equals(NO_COMPILERS));
    }

    /** Every variant, the full one first. */
    List<ImageReference> all(String version) {
        List<ImageReference> all = new ArrayList<>();
        all.add(full(version));
        slimmer.stream()
                .filter(it -> it.image.startsWith("-") || isOfSameRepository(it.image))
                .forEach(it -> all.add(reference(it.image, version)));
        also.forEach(it -> all.add(reference(it, version)));
        return all;
    }

    private boolean isOfSameRepository(String other) {
        return other.split(":", 2)[0].equals(image.split(":", 2)[0]) && other.contains("{version}");
    }

    List<Variant> variants(String version) {
        return slimmer.stream()
                .map(it -> new Variant(reference(it.image, version), it.changes))
                .toList();
    }

    private ImageReference reference(String pattern, String version) {
        String whole = pattern.startsWith("-") ? image + pattern : pattern;
        return ImageReference.parse(whole.replace("{version}", version)
                .replace("{version:1}", numbers(version, 1))
                .replace("{version:2}", numbers(version, 2))
                .replace("{version:3}", numbers(version, 3)));
    }

    private static String numbers(String version, int count) {
        String[] parts = version.split("[.u_-]", count + 1);
        return String.join(".", List.of(parts).subList(0, Math.min(count, parts.length)));
    }
}
