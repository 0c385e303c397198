package dev.plimsoll.image;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The grammar of references, {@code [host[:port]/]path[:tag][@digest]}, read from left to right.
 *
 * <p>What it reads is written by whoever may create a pod. So it looks at each character a few times at most, never
 * recurses, and repeats no more of the text in its messages than an {@link Excerpt}.
 *
 * @see <a href="https://github.com/distribution/reference/blob/v0.6.0/reference.go">Grammar</a>
 * @see <a href="https://github.com/distribution/reference/blob/v0.6.0/normalize.go">Normalisation</a>
 */
final class ReferenceParser {

    /** The grammar bounds path, tag and digest but no host; this leaves room for any host that DNS can name. */
    private static final int LONGEST_REFERENCE = 1024;

    private static final int LONGEST_REPOSITORY = 255;
    private static final int LONGEST_TAG = 128;
    private static final int IMAGE_ID_LENGTH = 64;

    private static final Set<String> DOCKER_HUB_ALIASES = Set.of("index.docker.io", "registry-1.docker.io");
    private static final String OFFICIAL_IMAGES = "library/";

    private static final List<String> NO_SEPARATORS = List.of("..", "___", "._", "_.", ".-", "-.", "_-", "-_");

    private ReferenceParser() {}

    static ImageReference parse(String written) {
        refuseHopeless(written);
        int slash = written.indexOf('/');
        String first = written.substring(0, Math.max(slash, 0));
        if (!namesHost(first)) {
            return parse(ImageReference.DOCKER_HUB, written);
        }
        requireHostAndPort(first);
        String registry = DOCKER_HUB_ALIASES.contains(first) ? ImageReference.DOCKER_HUB : first;
        return parse(registry, written.substring(slash + 1));
    }

    private static void refuseHopeless(String written) {
        if (written.length() > LONGEST_REFERENCE) {
            throw invalid(
                    "the image name has %d characters; at most %d are allowed", written.length(), LONGEST_REFERENCE);
        }
        if (written.isEmpty()) {
            throw invalid("the image name is empty");
        }
        if (written.contains("://")) {
            throw invalid("an image name has no scheme; leave out everything up to \"://\"");
        }
        if (isImageId(written)) {
            throw invalid("64 hexadecimal digits are an image id, which no registry can look up");
        }
    }

    /** Docker and the kubelet take such a name for the id of an image that the node has already. */
    private static boolean isImageId(String written) {
        return written.length() == IMAGE_ID_LENGTH && consistsOf(written, c -> isDigit(c) || c >= 'a' && c <= 'f');
    }

    /** Whether what stands before the first slash is a host, and not the first part of a path on Docker Hub. */
    private static boolean namesHost(String first) {
        return first.equals("localhost") || anyOf(first, c -> c == '.' || c == ':' || isUpper(c));
    }

    /** A host name with an underscore is outside the grammar, but then the whole is a path, and nodes ask that host. */
    private static void requireHostAndPort(String hostAndPort) {
        int end = hostAndPort.startsWith("[") ? hostAndPort.indexOf(']') + 1 : hostAndPort.indexOf(':');
        String host = end < 0 ? hostAndPort : hostAndPort.substring(0, end);
        String port = hostAndPort.substring(host.length());
        if (!isAddress(host) && !isDomainName(host) && !(isPathComponent(host) && port.isEmpty())) {
            throw invalid("registry %s does not begin with a host name or address", Excerpt.of(hostAndPort));
        }
        if (!port.isEmpty() && !isPort(port)) {
            throw invalid("registry %s does not end in a port number", Excerpt.of(hostAndPort));
        }
    }

    private static boolean isAddress(String host) {
        return host.length() > 2
                && host.startsWith("[")
                && consistsOf(host.substring(1, host.length() - 1), c -> isHexOfAnyCase(c) || c == ':');
    }

    private static boolean isDomainName(String host) {
        return Arrays.stream(host.split("\\.", -1)).allMatch(ReferenceParser::isDomainLabel);
    }

    private static boolean isDomainLabel(String label) {
        return beginsAndEndsWith(label, ReferenceParser::isAlphanumeric)
                && consistsOf(label, c -> isAlphanumeric(c) || c == '-');
    }

    private static boolean isPort(String port) {
        return port.length() > 1 && port.startsWith(":") && consistsOf(port.substring(1), ReferenceParser::isDigit);
    }

    private static ImageReference parse(String registry, String pathTagAndDigest) {
        int at = pathTagAndDigest.indexOf('@');
        String pathAndTag = at < 0 ? pathTagAndDigest : pathTagAndDigest.substring(0, at);
        int colon = pathAndTag.indexOf(':');
        String path = colon < 0 ? pathAndTag : pathAndTag.substring(0, colon);
        return new ImageReference(
                registry,
                repository(registry, path),
                colon < 0 ? Optional.empty() : Optional.of(tag(pathAndTag.substring(colon + 1))),
                at < 0 ? Optional.empty() : Optional.of(Digest.parse(pathTagAndDigest.substring(at + 1))));
    }

    private static String repository(String registry, String path) {
        boolean official = registry.equals(ImageReference.DOCKER_HUB) && path.indexOf('/') < 0;
        String repository = official ? OFFICIAL_IMAGES + path : path;
        if (repository.length() > LONGEST_REPOSITORY) {
            throw invalid(
                    "repository %s has %d characters; at most %d are allowed",
                    Excerpt.of(path), repository.length(), LONGEST_REPOSITORY);
        }
        requirePath(path);
        return repository;
    }

    private static void requirePath(String path) {
        if (path.isEmpty()) {
            throw invalid("the repository is missing");
        }
        if (anyOf(path, ReferenceParser::isUpper)) {
            throw invalid("repository %s must be in lower case", Excerpt.of(path));
        }
        refuseOtherThan(c -> isPathCharacter(c) || c == '/', "repository", path);
        if (!isWellSeparated(path)) {
            throw invalid("repository %s has separators in a row other than \"__\" and dashes", Excerpt.of(path));
        }
        for (String component : path.split("/", -1)) {
            requirePathComponent(component, path);
        }
    }

    private static void requirePathComponent(String component, String path) {
        if (component.isEmpty()) {
            throw invalid("repository %s has a slash too many", Excerpt.of(path));
        }
        if (!beginsAndEndsWith(component, ReferenceParser::isLowerAlphanumeric)) {
            throw invalid("%s in the repository must begin and end with a letter or digit", Excerpt.of(component));
        }
    }

    private static boolean isPathComponent(String text) {
        return beginsAndEndsWith(text, ReferenceParser::isLowerAlphanumeric)
                && consistsOf(text, ReferenceParser::isPathCharacter)
                && isWellSeparated(text);
    }

    /** Whether each separator between letters and digits is one of {@code .}, {@code _}, {@code __} and dashes. */
    private static boolean isWellSeparated(String path) {
        for (String separators : NO_SEPARATORS) {
            if (path.contains(separators)) {
                return false;
            }
        }
        return true;
    }

    private static String tag(String tag) {
        if (tag.isEmpty()) {
            throw invalid("the tag after \":\" is missing");
        }
        if (tag.length() > LONGEST_TAG) {
            throw invalid(
                    "tag %s has %d characters; at most %d are allowed", Excerpt.of(tag), tag.length(), LONGEST_TAG);
        }
        refuseOtherThan(c -> isAlphanumeric(c) || c == '_' || c == '.' || c == '-', "tag", tag);
        if (tag.startsWith(".") || tag.startsWith("-")) {
            throw invalid("tag %s must begin with a letter, a digit or \"_\"", Excerpt.of(tag));
        }
        return tag;
    }

    private static void refuseOtherThan(IntPredicate allowed, String part, String text) {
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (!allowed.test(c)) {
                throw invalid("%s %s must not have %s in it", part, Excerpt.of(text), Excerpt.of(c));
            }
        }
    }

    private static boolean consistsOf(String text, IntPredicate allowed) {
        return !anyOf(text, allowed.negate());
    }

    private static boolean anyOf(String text, IntPredicate wanted) {
        for (int i = 0; i < text.length(); i++) {
            if (wanted.test(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsAndEndsWith(String text, IntPredicate allowed) {
        return !text.isEmpty() && allowed.test(text.charAt(0)) && allowed.test(text.charAt(text.length() - 1));
    }

    private static boolean isPathCharacter(int c) {
        return isLowerAlphanumeric(c) || c == '.' || c == '_' || c == '-';
    }

    private static boolean isLowerAlphanumeric(int c) {
        return isDigit(c) || c >= 'a' && c <= 'z';
    }

    private static boolean isAlphanumeric(int c) {
        return isLowerAlphanumeric(c) || isUpper(c);
    }

    private static boolean isHexOfAnyCase(int c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static boolean isUpper(int c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static IllegalArgumentException invalid(String problem, Object... arguments) {
        return new IllegalArgumentException(problem.formatted(arguments));
    }
}
