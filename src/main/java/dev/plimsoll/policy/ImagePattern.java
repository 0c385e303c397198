package dev.plimsoll.policy;

import dev.plimsoll.image.ImageReference;
import java.util.regex.Pattern;

/**
 * A glob on the normalised name of an image, with an optional tag part: {@code docker.io/library/*},
 * {@code registry.corp/**}, {@code registry.corp/shop/*:v1.*}. {@code *} stands for any characters within one path
 * element, {@code **} for any across elements.
 */
public record ImagePattern(String glob) {

    private static final int LONGEST = 512;

    private static final String ANY = "**";

    /** What is no registry, but the first element of a path. */
    private static final Pattern WORD = Pattern.compile("[a-z0-9_-]*");

    /** @throws IllegalArgumentException if it could never match, or is too long; the message says which */
    public ImagePattern {
        if (glob.isEmpty() || glob.length() > LONGEST) {
            throw new IllegalArgumentException("an image pattern has 1 to %d characters".formatted(LONGEST));
        }
        if (!glob.chars().allMatch(ImagePattern::isAllowed)) {
            throw new IllegalArgumentException(
                    "\"%s\" is not an image pattern: only characters of image names, * and ** are allowed"
                            .formatted(MessageText.line(glob, LONGEST)));
        }
        if (!couldMatch(glob)) {
            throw new IllegalArgumentException(
                    "\"%s\" matches no image: begin with the registry, such as docker.io/library/nginx, or with **"
                            .formatted(MessageText.line(glob, LONGEST)));
        }
    }

    /** A normalised name always has a registry, which has a dot, a port or an upper-case letter, or is localhost. */
    private static boolean couldMatch(String glob) {
        String registry = glob.split("/", 2)[0];
        return registry.contains("**")
                || glob.contains("/")
                        && (registry.equals("localhost")
                                || !WORD.matcher(registry).matches());
    }

    public boolean matches(ImageReference reference) {
        if (glob.equals(ANY)) {
            return true;
        }
        return tagSeparator() < 0
                ? Glob.matches(glob, reference.name())
                : Glob.matches(glob.substring(0, tagSeparator()), reference.name())
                        && reference
                                .tag()
                                .filter(tag -> Glob.matches(glob.substring(tagSeparator() + 1), tag))
                                .isPresent();
    }

    /** A colon behind the last slash separates the tag; one before it a port. */
    private int tagSeparator() {
        int colon = glob.lastIndexOf(':');
        return colon > glob.lastIndexOf('/') ? colon : -1;
    }

    private static boolean isAllowed(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "*._-/:[]".indexOf(c) >= 0;
    }

    @Override
    public String toString() {
        return glob;
    }
}
