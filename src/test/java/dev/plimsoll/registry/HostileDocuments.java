package dev.plimsoll.registry;

import static dev.plimsoll.registry.TestImage.anImage;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.registry.HostileRegistry.Behaviour;
import dev.plimsoll.registry.HostileRegistry.Conversation;
import dev.plimsoll.registry.HostileRegistry.Talk;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a registry can do wrong once the first thing that it was asked for was in order: with the config, with what an index
 * names, and with tokens. What is asked for by a digest is different for each tag, so that it is asked for each time.
 */
final class HostileDocuments {

    static final String TOKEN_LIMITED = "token-too-many-requests";

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

    /** The tag for which a document was named, by its digest. */
    private final Map<String, String> tags = new ConcurrentHashMap<>();

    private final UnaryOperator<String> realm;

    /** @param realm the challenge that leads a behaviour's client to its token service, as a header */
    HostileDocuments(UnaryOperator<String> realm) {
        this.realm = realm;
    }

    List<Behaviour> all() {
        return Stream.of(configs(), children(), indexes(), tokens())
                .flatMap(List::stream)
                .toList();
    }

    private List<Behaviour> configs() {
        return List.of(
                config("html", Reason.UNSUPPORTED, it -> it.answer(200, "", "<h1>Sign in".getBytes(UTF_8))),
                config("without-end", Reason.UNSUPPORTED, it -> {
                    it.say(OK + "\r\n");
                    it.withoutEnd(" ");
                }),
                config("gzipped", Reason.UNSUPPORTED, it -> {
                    it.say(OK + "Content-Encoding: gzip\r\n\r\n");
                    it.withoutEnd("\u001f");
                }),
                config("silent", Reason.TIMED_OUT, Conversation::stall),
                config("dripping", Reason.TIMED_OUT, it -> {
                    it.say(OK + "Content-Length: 1000\r\n\r\n");
                    it.drip(" ");
                }),
                config("reset-in-body", Reason.UNAVAILABLE, it -> {
                    it.say(OK + "Content-Length: 100\r\n\r\n{");
                    it.reset();
                }),
                config(
                        "redirect-to-metadata",
                        Reason.REFUSED,
                        it -> it.answer(307, "Location: https://169.254.169.254/latest/meta-data/\r\n")),
                config(
                        "redirect-to-itself",
                        Reason.UNSUPPORTED,
                        it -> it.answer(307, "Location: " + it.path() + "\r\n")),
                config("missing", Reason.NOT_FOUND, it -> it.answer(404, "")),
                config("forbidden", Reason.UNAUTHORIZED, it -> it.answer(403, "")),
                config("unavailable", Reason.UNAVAILABLE, it -> it.answer(500, "")),
                configThatSays(
                        "deep", json -> json.replaceFirst("\\{", "{\"x\":" + "[".repeat(70) + "]".repeat(70) + ",")),
                configThatSays("with-duplicate-keys", json -> json.replaceFirst("\\{", "{\"os\":\"linux\",")),
                configThatSays("with-keys-of-another-case", json -> json.replaceFirst("\\{", "{\"Config\":{},")),
                configThatSays(
                        "of-10000-steps",
                        json -> json.replaceFirst("\\{", "{\"history\":[" + "{},".repeat(9_999) + "{}],")),
                configThatSays("that-is-no-object", json -> "[" + json + "]"));
    }

    private Behaviour config(String name, Reason reason, Talk harm) {
        return named("config-" + name, CONFIG_TYPE, EnumSet.of(reason), tag -> "another config for " + tag, harm);
    }

    /** One that matches its digest, so that it is read. */
    private Behaviour configThatSays(String name, UnaryOperator<String> change) {
        UnaryOperator<String> config =
                tag -> change.apply(new String(anImage().label("tag", tag).configJson(), UTF_8));
        return named(
                "config-" + name,
                CONFIG_TYPE,
                EnumSet.of(Reason.UNSUPPORTED),
                config,
                it -> it.answer(200, "", config.apply(tagOf(it)).getBytes(UTF_8)));
    }

    /** The manifest is in order; the document that it names, of the tag's own content, is where the harm is. */
    private Behaviour named(
            String name, String type, EnumSet<Reason> reasons, UnaryOperator<String> content, Talk harm) {
        return new Behaviour(name, reasons, it -> {
            if (!it.path().contains("/manifests/") || it.path().contains("sha256:")) {
                harm.on(it);
                return;
            }
            byte[] document = content.apply(it.lastOfPath()).getBytes(UTF_8);
            Digest digest = Digest.of(document);
            tags.put(digest.toString(), it.lastOfPath());
            Map<String, Object> descriptor = TestImage.descriptor(type, digest, document.length);
            if (type.equals(CONFIG_TYPE)) {
                it.answerManifest(
                        new String(anImage().manifestField("config", descriptor).manifestJson(), UTF_8));
            } else {
                descriptor.put("platform", Map.of("os", "linux", "architecture", "amd64"));
                it.answerIndex(TestImage.index(descriptor));
            }
        });
    }

    private String tagOf(Conversation it) {
        return tags.getOrDefault(it.lastOfPath(), "");
    }

    private List<Behaviour> children() {
        return List.of(
                child("html", Reason.UNSUPPORTED, it -> it.answer(200, "", "<h1>Sign in".getBytes(UTF_8))),
                child("of-another-digest", Reason.UNSUPPORTED, it -> it.answerManifest("{}")),
                child("without-end", Reason.UNSUPPORTED, it -> {
                    it.say(OK + "\r\n");
                    it.withoutEnd(" ");
                }),
                child("silent", Reason.TIMED_OUT, Conversation::stall),
                child("reset-in-header", Reason.UNAVAILABLE, it -> {
                    it.say(OK + "Content-Le");
                    it.reset();
                }),
                child("missing", Reason.NOT_FOUND, it -> it.answer(404, "")),
                child(
                        "redirect-to-metadata",
                        Reason.REFUSED,
                        it -> it.answer(307, "Location: https://[fd00:ec2::254]/\r\n")));
    }

    private Behaviour child(String name, Reason reason, Talk harm) {
        return named("child-" + name, MANIFEST_TYPE, EnumSet.of(reason), tag -> "another child for " + tag, harm);
    }

    private static List<Behaviour> indexes() {
        String entry = new String(TestImage.index(anImage().entry()), UTF_8).replaceFirst(".*\\[(.*)].*", "$1");
        String start = "{\"schemaVersion\":2,\"manifests\":[";
        byte[] innermost = TestImage.index(anImage().entry());
        byte[] inner = TestImage.index(indexEntry(innermost));
        byte[] outer = TestImage.index(indexEntry(inner));
        Map<String, byte[]> nested = Map.of(
                Digest.of(innermost).toString(), innermost, Digest.of(inner).toString(), inner);
        return List.of(
                index("of-501-entries", start + (entry + ",").repeat(500) + entry + "]}"),
                index("of-100000-entries", start + "{},".repeat(99_999) + "{}]}"),
                index("and-image", start + entry + "],\"layers\":[]}"),
                index("with-duplicate-keys", start + entry + "],\"manifests\":[]}"),
                index("with-keys-of-another-case", start + entry + "],\"Manifests\":[]}"),
                index("with-negative-size", start + entry.replaceFirst("\"size\":\\d+", "\"size\":-1") + "]}"),
                new Behaviour(
                        "index-in-index-in-index",
                        EnumSet.of(Reason.UNSUPPORTED),
                        it -> it.answerIndex(nested.getOrDefault(it.lastOfPath(), outer))));
    }

    private static Map<String, Object> indexEntry(byte[] index) {
        Map<String, Object> entry = TestImage.descriptor(TestImage.INDEX_TYPE, Digest.of(index), index.length);
        entry.put("platform", Map.of("os", "linux", "architecture", "amd64"));
        return entry;
    }

    private static Behaviour index(String name, String json) {
        return new Behaviour(
                "index-" + name, EnumSet.of(Reason.UNSUPPORTED), it -> it.answerIndex(json.getBytes(UTF_8)));
    }

    private List<Behaviour> tokens() {
        return List.of(
                token("refused", Reason.UNAUTHORIZED, it -> it.answer(401, "WWW-Authenticate: Basic realm=x\r\n")),
                token("forbidden", Reason.UNAUTHORIZED, it -> it.answer(403, "")),
                token("unavailable", Reason.UNAVAILABLE, it -> it.answer(500, "")),
                token("missing", Reason.UNAVAILABLE, it -> it.answer(404, "")),
                token(TOKEN_LIMITED, Reason.RATE_LIMITED, it -> it.answer(429, "Retry-After: 9999\r\n")),
                token("html", Reason.UNAVAILABLE, it -> it.answer(200, "", "<h1>Sign in".getBytes(UTF_8))),
                token(
                        "deep-json",
                        Reason.UNAVAILABLE,
                        it -> it.answer(200, "", "[".repeat(100_000).getBytes(UTF_8))),
                token(
                        "of-controls",
                        Reason.UNAVAILABLE,
                        it -> it.answer(200, "", "{\"token\":\"a\\r\\nX-Evil: b\"}".getBytes(UTF_8))),
                token(
                        "too-long",
                        Reason.UNAVAILABLE,
                        it -> it.answer(
                                200,
                                "",
                                "{\"token\":\"%s\"}"
                                        .formatted("t".repeat((64 << 10) + 1))
                                        .getBytes(UTF_8))),
                token("gzipped", Reason.UNSUPPORTED, it -> {
                    it.say(OK + "Content-Encoding: gzip\r\n\r\n");
                    it.withoutEnd("\u001f");
                }),
                token("reset", Reason.UNAVAILABLE, it -> {
                    it.say(OK + "Content-Length: 100\r\n\r\n{\"tok");
                    it.reset();
                }),
                token("dripping", Reason.TIMED_OUT, it -> {
                    it.say(OK + "Content-Length: 1000\r\n\r\n");
                    it.drip(" ");
                }),
                token(
                        "redirect",
                        Reason.UNSUPPORTED,
                        it -> it.answer(307, "Location: https://169.254.169.254/token\r\n")));
    }

    private Behaviour token(String name, Reason reason, Talk harm) {
        String whole = name.startsWith("token-") ? name : "token-" + name;
        return new Behaviour(whole, EnumSet.of(reason), it -> {
            if (it.path().contains("token/")) {
                harm.on(it);
            } else {
                it.answer(401, realm.apply(whole));
            }
        });
    }
}
