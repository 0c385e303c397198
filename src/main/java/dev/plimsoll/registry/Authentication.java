package dev.plimsoll.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one repository wants to be authenticated to, and whether it may be.
 *
 * <p>Jib sees neither the challenge as it came nor the address of the token service: it is given a challenge with an
 * address of the registry's own, and the real one, once it has been found good, is put in its place when Jib asks there.
 * So Jib needs no say in where credentials go.
 */
final class Authentication {

    private static final String TOKEN_PATH = "/token";
    private static final int LONGEST_REALM = 2048;
    private static final int LONGEST_SERVICE = 512;
    private static final int LONGEST_TOKEN = 64 << 10;

    private final RegistryHost host;
    private final Optional<Credential> credential;
    private volatile @Nullable String challenge;
    private volatile @Nullable URI realm;
    private volatile @Nullable Challenge answered;

    Authentication(RegistryHost host, Optional<Credential> credential) {
        this.host = host;
        this.credential = credential;
    }

    /** The challenge for Jib to answer, once there was one. */
    String challenge() {
        String given = challenge;
        if (given == null) {
            throw new IllegalStateException("there was no challenge");
        }
        return given;
    }

    /**
     * Chooses among what the registry offers: a token from a service that is trusted, else the password.
     *
     * @param onlyBearer whether a token has been used before
     */
    void challenged(List<Challenge> offered, boolean onlyBearer) {
        Optional<Challenge> bearer = offered.stream()
                .filter(Challenge::isBearer)
                .filter(c -> c.parameter("realm").isPresent())
                .findFirst();
        Optional<URI> trusted = bearer.flatMap(c -> c.parameter("realm"))
                .flatMap(Authentication::address)
                .filter(host::trustsForTokens);
        if (trusted.isPresent()) {
            realm = trusted.get();
            answered = bearer.get();
            challenge = "Bearer realm=\"https://%s%s\",service=\"%s\""
                    .formatted(
                            host.name(),
                            TOKEN_PATH,
                            encode(bearer.get().parameter("service").orElse("")));
            return;
        }
        boolean basic = !onlyBearer && offered.stream().anyMatch(Challenge::isBasic);
        if (bearer.isPresent() && !(basic && hasPassword())) {
            throw elsewhere(bearer.get());
        }
        if (!basic || !hasPassword()) {
            throw refused();
        }
        challenge = "Basic";
        answered = null;
    }

    /** The challenge that a token is asked for to answer, if it is short enough to be remembered. */
    Optional<Challenge> answeredByToken() {
        return Optional.ofNullable(answered).flatMap(Authentication::toBeRemembered);
    }

    private static Optional<Challenge> toBeRemembered(Challenge challenge) {
        String service = challenge.parameter("service").orElse("");
        return challenge
                .parameter("realm")
                .filter(realm -> realm.length() <= LONGEST_REALM && service.length() <= LONGEST_SERVICE)
                .map(realm -> new Challenge("bearer", Map.of("realm", realm, "service", service)));
    }

    private boolean hasPassword() {
        return credential.filter(c -> !c.isIdentityToken()).isPresent();
    }

    private static Optional<URI> address(String realm) {
        try {
            return realm.length() > LONGEST_REALM ? Optional.empty() : Optional.of(URI.create(realm));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private InspectionException elsewhere(Challenge bearer) {
        String where = bearer.parameter("realm")
                .flatMap(Authentication::address)
                .map(URI::getHost)
                .filter(name -> name.length() <= 100)
                .map(name -> " (" + name + ")")
                .orElse("");
        return new InspectionException(
                Reason.REFUSED,
                "%s wants a token from elsewhere%s, which is not asked unless its token-hosts name it"
                        .formatted(host.name(), where));
    }

    /** Whether this is where Jib was told to ask for a token. */
    boolean isTokenAddress(URI asked) {
        return asked.getPath().equals(TOKEN_PATH);
    }

    /** The real address of what Jib asks the token service. */
    URI tokenService(URI asked) {
        URI service = realm;
        if (service == null) {
            throw new IllegalStateException("there was no challenge");
        }
        String query = asked.getRawQuery();
        return query == null ? service : URI.create(service + (service.getRawQuery() == null ? "?" : "&") + query);
    }

    /** The answer of the token service, with the token and nothing else. */
    Answer token(Answer received) {
        try {
            JsonNode answer = StrictJson.lenientTree(received.body());
            String token = answer.path("token").asText("");
            String either = token.isEmpty() ? answer.path("access_token").asText("") : token;
            if (isUsable(either)) {
                return new Answer(200, Map.of(), StrictJson.document("token", either));
            }
        } catch (IOException e) {
            // Said below. The parser's message could quote a token.
        }
        throw Failures.unavailable(host.name(), "its token service gave no token");
    }

    private static boolean isUsable(String token) {
        return !token.isEmpty()
                && token.length() <= LONGEST_TOKEN
                && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** The registry does not let us read, with what we have. */
    InspectionException refused() {
        String message = credential.isPresent() ? "the credentials for %s were refused" : "no credentials for %s";
        return new InspectionException(Reason.UNAUTHORIZED, message.formatted(host.name()));
    }

    /** The credential as Jib has to be given it: it puts a refresh token into a form without encoding it. */
    Optional<com.google.cloud.tools.jib.api.Credential> forJib() {
        return credential.map(c -> com.google.cloud.tools.jib.api.Credential.from(
                c.user(), c.isIdentityToken() ? encode(c.secret()) : c.secret()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
