package dev.plimsoll.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The content address of a blob or manifest.
 *
 * @param algorithm sha256 or sha512
 * @param hex the hash in lower-case hexadecimal, as long as the algorithm wants it
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md#digests">OCI descriptor: digests</a>
 */
public record Digest(Algorithm algorithm, String hex) {

    /** The registered algorithms; a reader must know sha256 and may know sha512. */
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        SHA512("sha512", "SHA-512", 128);

        private final String id;
        private final String jca;
        private final int hexLength;

        Algorithm(String id, String jca, int hexLength) {
            this.id = id;
            this.jca = jca;
            this.hexLength = hexLength;
        }

        private MessageDigest newHash() {
            try {
                return MessageDigest.getInstance(jca);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has " + jca, e);
            }
        }
    }

    public Digest {
        if (hex.length() != algorithm.hexLength || !hex.chars().allMatch(Digest::isLowerHex)) {
            throw new IllegalArgumentException("a %s digest has %d lower-case hexadecimal digits, unlike %s"
                    .formatted(algorithm.id, algorithm.hexLength, Excerpt.of(hex)));
        }
    }

    /**
     * Reads {@code sha256:<64 hex>} or {@code sha512:<128 hex>}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Digest parse(String text) {
        for (Algorithm algorithm : Algorithm.values()) {
            String prefix = algorithm.id + ":";
            if (text.startsWith(prefix)) {
                return new Digest(algorithm, text.substring(prefix.length()));
            }
        }
        throw new IllegalArgumentException("digest %s must begin with sha256: or sha512:".formatted(Excerpt.of(text)));
    }

    /** The sha256 digest of the content. */
    public static Digest of(byte[] content) {
        return of(Algorithm.SHA256, content);
    }

    /** The sha256 digest of the text in UTF-8. */
    public static Digest of(String content) {
        return of(content.getBytes(StandardCharsets.UTF_8));
    }

    private static Digest of(Algorithm algorithm, byte[] content) {
        return new Digest(
                algorithm, HexFormat.of().formatHex(algorithm.newHash().digest(content)));
    }

    /** Whether the content is what this digest addresses. */
    public boolean addresses(byte[] content) {
        return equals(of(algorithm, content));
    }

    private static boolean isLowerHex(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }

    @Override
    public String toString() {
        return algorithm.id + ":" + hex;
    }
}
