package dev.plimsoll.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What an image runs on.
 *
 * <p>Normalised as containerd does it: the default variant of an architecture is not written, so {@code arm64} and
 * {@code arm64/v8} are equal; {@code x86_64} is {@code amd64}, {@code aarch64} is {@code arm64} and {@code armhf} is
 * {@code arm/v7}. Only {@code arm} without a variant is left as it is, for it does not say which one it means.
 *
 * @param os as in GOOS, for example linux
 * @param architecture as in GOARCH, for example amd64
 * @param variant of the architecture, for example v7 of arm
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md">OCI image index: platform</a>
 * @see <a href="https://github.com/containerd/platforms/blob/v0.2.1/database.go">containerd: normalizeArch</a>
 */
public record Platform(String os, String architecture, Optional<String> variant) {

    /** What most clusters' nodes are. */
    public static final Platform LINUX_AMD64 = new Platform("linux", "amd64");

    private static final String UNKNOWN = "unknown";

    public Platform {
        String written = architecture.toLowerCase(Locale.ROOT);
        os = normalOs(os.toLowerCase(Locale.ROOT));
        architecture = normalArchitecture(written);
        variant = normalVariant(written, variant.orElse("").toLowerCase(Locale.ROOT));
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
                    "%s is not a platform such as linux/amd64 or linux/arm/v7".formatted(Excerpt.of(text)));
        }
        return new Platform(parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
    }

    /** Whether it says nothing, as build attestations in an index do ({@code unknown/unknown}). */
    public boolean isUnknown() {
        return os.equals(UNKNOWN) || architecture.equals(UNKNOWN) || os.isEmpty() || architecture.isEmpty();
    }

    /**
     * Whether a node of this platform can run an image made for the other one. A node that names no variant takes any
     * variant of its architecture: which one its processor has is not known here. One that names v7 takes v6 as well. A
     * 64-bit node takes 32-bit images, too.
     */
    public boolean runs(Platform image) {
        boolean natively = os.equals(image.os) && architecture.equals(image.architecture) && takes(image.variant);
        return natively || os.equals(image.os) && image.architecture.equals(narrowerArchitecture());
    }

    /**
     * The 32-bit platform whose images a node of this platform takes where there are none of its own.
     *
     * @see <a href="https://github.com/containerd/platforms/blob/v1.0.0/compare.go">containerd: platformVector</a>
     */
    public Optional<Platform> fallback() {
        String narrower = narrowerArchitecture();
        return narrower.isEmpty() ? Optional.empty() : Optional.of(new Platform(os, narrower));
    }

    /** Empty if there is none. */
    private String narrowerArchitecture() {
        return switch (architecture) {
            case "amd64" -> "386";
            case "arm64" -> "arm";
            default -> "";
        };
    }

    private boolean takes(Optional<String> other) {
        return variant.isEmpty() || other.isEmpty() || includes(variant.get(), other.get());
    }

    /** Variants v1 to v9 of an architecture each include the lower ones; others are on their own. */
    private static boolean includes(String variant, String other) {
        return variant.equals(other) || isLevel(variant) && isLevel(other) && variant.compareTo(other) > 0;
    }

    private static boolean isLevel(String variant) {
        return variant.length() == 2
                && variant.charAt(0) == 'v'
                && variant.charAt(1) >= '0'
                && variant.charAt(1) <= '9';
    }

    private static String normalOs(String os) {
        return os.equals("macos") ? "darwin" : os;
    }

    private static String normalArchitecture(String architecture) {
        return switch (architecture) {
            case "x86_64", "x86-64" -> "amd64";
            case "i386" -> "386";
            case "aarch64" -> "arm64";
            case "armhf", "armel" -> "arm";
            default -> architecture;
        };
    }

    private static Optional<String> normalVariant(String architecture, String variant) {
        String normal =
                switch (architecture) {
                    case "amd64", "x86_64", "x86-64" -> variant.equals("v1") ? "" : variant;
                    case "arm64", "aarch64" -> variant.equals("v8") || variant.equals("8") ? "" : variant;
                    case "arm" -> isLevel("v" + variant) ? "v" + variant : variant;
                    case "armhf" -> "v7";
                    case "armel" -> "v6";
                    case "i386" -> "";
                    default -> variant;
                };
        return normal.isEmpty() ? Optional.empty() : Optional.of(normal);
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
