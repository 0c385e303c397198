package dev.plimsoll.dockerfile;

import java.util.ArrayList;
import java.util.List;

/**
 * An absolute path in an image, without dots and doubled slashes.
 *
 * @param parts its elements; none for the root
 */
public record FilePath(List<String> parts) {

    /** Linux' PATH_MAX; nothing longer exists. */
    private static final int LONGEST = 4096;

    /** Deeper than any real path, shallow enough to be compared element by element. */
    private static final int DEEPEST = 64;

    public FilePath {
        parts = List.copyOf(parts);
    }

    /**
     * @param written absolute, or seen from the directory; a leading tilde is root's home
     * @param directory absolute
     */
    public static FilePath of(String written, String directory) {
        String path = written.startsWith("~/") || written.equals("~") ? "/root" + written.substring(1) : written;
        String whole = path.startsWith("/") ? path : directory + "/" + path;
        List<String> parts = new ArrayList<>();
        for (String part : whole.substring(0, Math.min(whole.length(), LONGEST)).split("/")) {
            if (part.equals("..") && !parts.isEmpty()) {
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..") && parts.size() < DEEPEST) {
                parts.add(part);
            }
        }
        return new FilePath(parts);
    }

    /** Whether this is the other, or a folder that holds it. */
    public boolean holds(FilePath other) {
        return other.parts.size() >= parts.size()
                && other.parts.subList(0, parts.size()).equals(parts);
    }

    public boolean isRoot() {
        return parts.isEmpty();
    }

    /** The same with a last element that is a pattern for everything left out: {@code /var/cache/*}. */
    public FilePath withoutTrailingStar() {
        boolean star = !parts.isEmpty() && parts.get(parts.size() - 1).startsWith("*");
        return star ? new FilePath(parts.subList(0, parts.size() - 1)) : this;
    }

    @Override
    public String toString() {
        return "/" + String.join("/", parts);
    }
}
