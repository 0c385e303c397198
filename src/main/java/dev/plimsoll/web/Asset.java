package dev.plimsoll.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** A file that pages need. Its address has its content's hash, so that a browser never holds on to an old one. */
enum Asset {
    STYLE("plimsoll.css", "text/css; charset=utf-8"),
    SCRIPT("plimsoll.js", "text/javascript; charset=utf-8"),
    ICON("icon.svg", "image/svg+xml");

    private final String text;
    private final String contentType;
    private final String address;

    Asset(String name, String contentType) {
        this.text = Templates.resource(name);
        this.contentType = contentType;
        String hash = HexFormat.of().formatHex(hash(text)).substring(0, 12);
        this.address = name.replace(".", "-" + hash + ".");
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public String text() {
        return text;
    }

    public String contentType() {
        return contentType;
    }

    /** The file's name below {@code assets/}. */
    public String address() {
        return address;
    }

    /** As a Content-Security-Policy names it: {@code 'sha256-…'}. */
    public String source() {
        return "'sha256-" + Base64.getEncoder().encodeToString(hash(text)) + "'";
    }

    /** As an address that holds the file itself. */
    public String inItself() {
        return "data:" + contentType + ";base64,"
                + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
