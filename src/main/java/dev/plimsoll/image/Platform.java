package dev.plimsoll.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What an image runs on.
 *
 * <p>Normalised as containerd does it: the default variant of an architecture is not written, so {@code arm64} and
 * {@code arm64/v8} are equal; {@code x86_64} is {@code amd64} and {@code aarch64} is {@code arm64}.
 *
 * @param os as in GOOS, for example linux
 * @param architecture as in GOARCH, for example amd64
 * @param variant of the architecture, for example v7 of arm
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md">OCI image index: platform</a>
 */
public record Platform(String os, String architecture, Optional<String> variant) {

    /** What most clusters' nodes are. */
    public static final Platform LINUX_AMD64 = new Platform("linux", "amd64");

    private static final String UNKNOWN = "unknown";

    public Platform {
        os = os.toLowerCase(Locale.ROOT);
        architecture = normalArchitecture(architecture.toLowerCase(Locale.ROOT));
        variant = normalVariant(architecture, variant);
    }

    public Platform(String os, String architecture) {
        this(os, architecture, Optional.empty());
    }

    /**
     * Reads {@code os/architecture} or {@code os/architecture/variant}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || !Arrays.stream(parts).allMatch(Platform::isWord)) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a platform such as linux/amd64 or linux/arm/v7".formatted(text));
        }
        return new Platform(parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
    }

    /** Whether it says nothing, as build attestations in an index do ({@code unknown/unknown}). */
    public boolean isUnknown() {
        return os.equals(UNKNOWN) || architecture.equals(UNKNOWN) || os.isEmpty() || architecture.isEmpty();
    }

    /**
     * Whether a node of this platform can run an image made for the other one. A node that names no variant takes any
     * variant of its architecture: which one its processor has is not known here.
     */
    public boolean runs(Platform image) {
        return os.equals(image.os)
                && architecture.equals(image.architecture)
                && (variant.isEmpty() || variant.equals(image.variant));
    }

    private static String normalArchitecture(String architecture) {
        return switch (architecture) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> architecture;
        };
    }

    private static Optional<String> normalVariant(String architecture, Optional<String> variant) {
        boolean isDefault = architecture.equals("arm64")
                        && variant.filter(v -> v.equals("v8") || v.equals("8")).isPresent()
                || architecture.equals("amd64") && variant.filter("v1"::equals).isPresent();
        return isDefault ? Optional.empty() : variant.filter(v -> !v.isEmpty());
    }

    private static boolean isWord(String part) {
        return !part.isEmpty()
                && part.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '_'
                                || c == '-'
                                || c == '.');
    }

    @Override
    public String toString() {
        return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
    }
}
