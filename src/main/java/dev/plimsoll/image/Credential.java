package dev.plimsoll.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * By what a registry knows who asks: a user with a password or access token, or an identity token. Two are equal if what
 * they hold is, wherever they were found. What they hold is in no text that they make of themselves.
 */
public final class Credential {

    /**
     * Tells credentials apart without being one, so that it may be kept for as long as what was learnt with them. Of no
     * meaning to another process.
     */
    public static final class Fingerprint {

        private final byte[] hash;

        private Fingerprint(byte[] hash) {
            this.hash = hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Fingerprint that && MessageDigest.isEqual(hash, that.hash);
        }

        @Override
        public int hashCode() {
            return ByteBuffer.wrap(hash).getInt();
        }
    }

    /** What docker configs and credential helpers name the user of an identity token. */
    private static final String TOKEN_USER = "<token>";

    /** So that nobody can compare fingerprints with those of passwords in use elsewhere. */
    private static final byte[] SALT = new byte[16];

    static {
        new SecureRandom().nextBytes(SALT);
    }

    private final String user;
    private final String secret;
    private final Fingerprint fingerprint;

    private Credential(String user, String secret) {
        this.user = user;
        this.secret = secret;
        this.fingerprint = new Fingerprint(hash(user, secret));
    }

    /** A user's password or access token; an identity token if the user is {@code <token>}, as Docker writes it. */
    public static Credential of(String user, String password) {
        return new Credential(user, password);
    }

    /** A refresh token of OAuth2, for which a registry's token service gives tokens. */
    public static Credential ofIdentityToken(String token) {
        return new Credential(TOKEN_USER, token);
    }

    public String user() {
        return user;
    }

    /** The password, access token or identity token. */
    public String secret() {
        return secret;
    }

    public boolean isIdentityToken() {
        return user.equals(TOKEN_USER);
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }

    private static byte[] hash(String user, String secret) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(SALT);
            byte[] name = user.getBytes(StandardCharsets.UTF_8);
            hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, name.length));
            hash.update(name);
            return hash.digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credential that && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return "credential";
    }
}
