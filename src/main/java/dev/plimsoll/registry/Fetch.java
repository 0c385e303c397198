package dev.plimsoll.registry;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One document that is fetched from one repository through Jib: the requests that this takes, and what they may do.
 *
 * <p>Jib is told only what it needs to go on: an answer of 200, or a challenge that it can and may answer. Everything else
 * ends the fetch at once with an {@link InspectionException}, which passes through Jib untouched.
 */
final class Fetch {

    /** The registry wants other authentication than it did the last time. */
    static final class PresumedWronglyException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        PresumedWronglyException() {
            super("presumed wrongly", null, false, false);
        }
    }

    private static final int LARGEST_TOKEN_ANSWER = 1 << 20;
    private static final int MOST_REDIRECTS = 5;
    private static final int LONGEST_LOCATION = 8 << 10;

    /** Given to Jib in place of every manifest, which so is never bound to Jib's classes. */
    private static final Answer EMPTY_INDEX = new Answer(
            200,
            Map.of(),
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}"
                    .getBytes(StandardCharsets.UTF_8));

    private final RegistryHost host;
    private final String method;
    private final String path;
    private final String wanted;
    private final Optional<Digest> digest;
    private final Authentication authentication;
    private final Exchanges exchanges;
    private final Deadline deadline;

    private @Nullable Challenge presumed;
    private @Nullable InspectionException presumedInVain;
    private boolean tokenAsked;
    private boolean challenged;
    private @Nullable Answer answer;

    /**
     * @param method GET; HEAD to be told of a manifest what its headers say, which Jib itself never asks
     * @param path of the document in the registry's API, from {@code /v2}
     * @param wanted the same for people, for example {@code app:1}
     * @param digest that the document has to have, if it is known; Jib compares blobs, but no manifests
     */
    Fetch(
            RegistryHost host,
            String method,
            String path,
            String wanted,
            Optional<Digest> digest,
            Authentication authentication,
            Exchanges exchanges,
            Deadline deadline) {
        this.host = host;
        this.method = method;
        this.path = path;
        this.wanted = wanted;
        this.digest = digest;
        this.authentication = authentication;
        this.exchanges = exchanges;
        this.deadline = deadline;
    }

    /** The document as it came, once it has. */
    Optional<Answer> answer() {
        return Optional.ofNullable(answer);
    }

    /** Whether the registry wanted authentication that had not been tried; asking this takes it back. */
    boolean wasChallenged() {
        boolean was = challenged;
        challenged = false;
        return was;
    }

    /** The challenge for Jib to answer, after an answer of 401. */
    String challenge() {
        return authentication.challenge();
    }

    /** A token is asked for before the registry has asked for one, as this challenge says. */
    void presume(Challenge challenge) {
        presumed = challenge;
        authentication.challenged(List.of(challenge), false);
    }

    /** There is no such token: maybe none is needed, or another one. What the registry says decides. */
    void presumedInVain(InspectionException failure) {
        presumedInVain = failure;
        tokenAsked = false;
    }

    /** Begins again, and presumes nothing. */
    void startAnew() {
        presumed = null;
        tokenAsked = false;
    }

    /** Does what Jib asks for, if it is one of the two things that it may ask for. */
    Answer send(String method, URI asked, Map<String, String> headers, byte @Nullable [] body) {
        if (asked.getPath().equals(path)) {
            return document(headers);
        }
        if (authentication.isTokenAddress(asked)) {
            return token(method, asked, headers, body);
        }
        throw new IllegalStateException("neither the document nor a token was asked for");
    }

    private Answer document(Map<String, String> headers) {
        URI at = host.endpoint().resolve(path);
        Answer received = exchange(host.http(at), method, at, headers, null, StrictJson.LARGEST_DOCUMENT);
        boolean redirected = received.isRedirect();
        for (int redirects = 0; received.isRedirect(); redirects++) {
            if (redirects == MOST_REDIRECTS) {
                throw Failures.unsupported("%s redirects more than %d times".formatted(host.name(), MOST_REDIRECTS));
            }
            at = redirectTarget(at, received);
            received = exchange(
                    host.http(at), method, at, withoutAuthorization(headers), null, StrictJson.LARGEST_DOCUMENT);
        }
        return received.status() == 401 && !redirected
                ? challenge(received, headers.get("Authorization"))
                : accept(received);
    }

    private Answer accept(Answer received) {
        if (isHead() && isNoAnswerToHead(received.status())) {
            answer = received;
            return EMPTY_INDEX;
        }
        if (!received.isOk()) {
            throw problem(host.name(), received);
        }
        if (digest.isPresent() && !digest.get().addresses(received.body())) {
            throw Failures.unsupported("%s does not match its digest".formatted(wanted));
        }
        answer = received;
        return isForManifest() ? EMPTY_INDEX : received;
    }

    private boolean isHead() {
        return method.equals("HEAD");
    }

    /** Not all registries know HEAD, and what they say to it instead may not be true of the manifest. */
    private static boolean isNoAnswerToHead(int status) {
        return switch (status) {
            case 200, 401, 408, 429 -> false;
            case 501 -> true;
            default -> status < 500;
        };
    }

    private boolean isForManifest() {
        return path.substring(0, path.lastIndexOf('/')).endsWith("/manifests");
    }

    private Answer challenge(Answer received, @Nullable String sent) {
        List<Challenge> offered = Challenge.parse(received.headers("WWW-Authenticate"));
        checkPresumption(offered, sent != null);
        boolean isBearer = sent != null && sent.startsWith("Bearer ");
        if (sent != null && (!isBearer || tokenAsked)) {
            throw authentication.refused();
        }
        authentication.challenged(offered, isBearer);
        challenged = sent == null;
        return received;
    }

    /** If the registry wants just what was presumed, the token service has had its say already. */
    private void checkPresumption(List<Challenge> offered, boolean withToken) {
        Challenge challenge = presumed;
        if (challenge == null) {
            return;
        }
        if (offered.stream().noneMatch(challenge::isForSameToken)) {
            throw new PresumedWronglyException();
        }
        throw withToken || presumedInVain == null ? authentication.refused() : presumedInVain;
    }

    private static Map<String, String> withoutAuthorization(Map<String, String> headers) {
        Map<String, String> others = new TreeMap<>(headers);
        others.remove("Authorization");
        return others;
    }

    /**
     * Where a redirect leads. Registries redirect blobs to a storage, and some (registry.k8s.io) manifests to another
     * registry, so both are followed: over TLS, or to the same server.
     */
    private URI redirectTarget(URI from, Answer redirect) {
        String location = redirect.header("Location").orElse("");
        URI target = location.length() > LONGEST_LOCATION ? null : resolve(from, location);
        if (target == null || target.getHost() == null || target.getRawUserInfo() != null) {
            throw Failures.unsupported("%s redirects to what is no address".formatted(host.name()));
        }
        if (!"https".equalsIgnoreCase(target.getScheme()) && !host.endpoint().isOriginOf(target)) {
            throw new InspectionException(
                    Reason.REFUSED,
                    "%s redirects to an address without TLS, which is not followed".formatted(host.name()));
        }
        return target;
    }

    private static @Nullable URI resolve(URI from, String location) {
        try {
            return from.resolve(new URI(location));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    private Answer token(String method, URI asked, Map<String, String> headers, byte @Nullable [] body) {
        if (tokenAsked) {
            throw authentication.refused();
        }
        tokenAsked = true;
        URI at = authentication.tokenService(asked);
        Answer received = exchange(host.httpForTokens(at), method, at, headers, body, LARGEST_TOKEN_ANSWER);
        return switch (received.status()) {
            case 200 -> authentication.token(received);
            case 400, 401, 403 -> throw authentication.refused();
            case 404 -> throw Failures.unavailable(host.name(), "its token service answered 404");
            default -> throw problem("the token service of " + host.name(), received);
        };
    }

    private Answer exchange(
            BoundedHttp http, String method, URI at, Map<String, String> headers, byte @Nullable [] body, int largest) {
        return exchanges.count(host.name(), () -> {
            try {
                return http.send(method, at, headers, body, largest, deadline);
            } catch (IOException e) {
                throw Failures.of(e, serverAt(at), deadline);
            }
        });
    }

    private String serverAt(URI at) {
        String authority = at.getRawAuthority();
        return authority.equals(host.name()) ? authority : "%s (%s)".formatted(host.name(), authority);
    }

    private InspectionException problem(String server, Answer received) {
        int status = received.status();
        return switch (status) {
            case 404 -> new InspectionException(Reason.NOT_FOUND, "%s has no %s".formatted(server, wanted));
            case 401, 403 -> authentication.refused();
            case 429 -> tooManyRequests(server, exchanges.retryAfter(received));
            case 503 -> unavailable(server, received);
            case 408, 504 -> new InspectionException(Reason.TIMED_OUT, "%s answered %d".formatted(server, status));
            default ->
                status < 500
                        ? Failures.unsupported("%s answered %d for %s".formatted(server, status, wanted))
                        : new InspectionException(Reason.UNAVAILABLE, "%s answered %d".formatted(server, status));
        };
    }

    private InspectionException unavailable(String server, Answer received) {
        if (!RetryAfter.isStatedBy(received)) {
            return new InspectionException(Reason.UNAVAILABLE, "%s answered 503".formatted(server));
        }
        RetryAfter retryAfter = exchanges.retryAfter(received);
        return new InspectionException(
                Reason.UNAVAILABLE,
                "%s answered 503 and is left alone for %d s"
                        .formatted(server, retryAfter.pause().toSeconds()),
                retryAfter);
    }

    private static InspectionException tooManyRequests(String server, RetryAfter retryAfter) {
        return new InspectionException(
                Reason.RATE_LIMITED,
                "%s asks for fewer requests and is left alone for %d s"
                        .formatted(server, retryAfter.pause().toSeconds()),
                retryAfter);
    }
}
