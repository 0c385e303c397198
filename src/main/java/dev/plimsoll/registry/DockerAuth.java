package dev.plimsoll.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.image.Credential;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A credential as docker configs and pull secrets hold it.
 *
 * @param key what it is for: a registry, maybe as an address, maybe with a path
 */
record DockerAuth(String key, Credential credential) {

    /** Far more than anybody has. */
    private static final int MOST = 1_000;

    /**
     * Reads an object of them.
     *
     * @param unusable is told the keys of those that hold no credential
     */
    static List<DockerAuth> all(JsonNode auths, Consumer<String> unusable) {
        List<DockerAuth> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : auths.properties()) {
            if (all.size() == MOST) {
                break;
            }
            credential(entry.getValue())
                    .ifPresentOrElse(
                            credential -> all.add(new DockerAuth(entry.getKey(), credential)),
                            () -> unusable.accept(entry.getKey()));
        }
        return all;
    }

    private static Optional<Credential> credential(JsonNode auth) {
        String identityToken = auth.path("identitytoken").asText("");
        if (!identityToken.isEmpty()) {
            return Optional.of(Credential.ofIdentityToken(identityToken));
        }
        String encoded = auth.path("auth").asText("");
        return encoded.isEmpty()
                ? credential(
                        auth.path("username").asText(""), auth.path("password").asText(""))
                : decode(encoded);
    }

    private static Optional<Credential> decode(String encoded) {
        try {
            String decoded = new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            // Docker pads with zero bytes and cuts them off when it reads.
            return colon < 0
                    ? Optional.empty()
                    : credential(
                            decoded.substring(0, colon),
                            decoded.substring(colon + 1).replaceAll("\0+$", ""));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Credential> credential(String user, String password) {
        return user.isEmpty() || password.isEmpty() ? Optional.empty() : Optional.of(Credential.of(user, password));
    }

    /** Without the credential, whose own text has the password in it. */
    @Override
    public String toString() {
        return "credential for " + key;
    }
}
