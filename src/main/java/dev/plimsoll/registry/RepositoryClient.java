package dev.plimsoll.registry;

import com.google.api.client.http.HttpTransport;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.registry.RegistryClient;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.InspectionException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Jib's client of one repository with one credential, over a transport of ours. It keeps the token that it is given. */
final class RepositoryClient {

    /** What Jib does once it is connected. */
    @FunctionalInterface
    private interface Request {
        void sendWith(RegistryClient jib) throws Exception;
    }

    private static final Constructor<FailoverHttpClient> SEAM = seam();

    private final RegistryHost host;
    private final Exchanges exchanges;
    private final String repository;
    private final Authentication authentication;
    private final FailoverHttpClient http;
    private final KnownChallenges challenges;
    private volatile RegistryClient jib;
    private volatile boolean settled;

    /** @param challenges of which the registry's is presumed, until it says otherwise */
    RepositoryClient(
            RegistryHost host,
            String repository,
            Optional<Credential> credential,
            Exchanges exchanges,
            KnownChallenges challenges) {
        this.host = host;
        this.exchanges = exchanges;
        this.challenges = challenges;
        this.repository = host.endpoint().repositoryPrefix() + repository;
        this.authentication = new Authentication(host, credential);
        this.http = httpClient();
        this.jib = newJib();
    }

    private RegistryClient newJib() {
        return RegistryClient.factory(EventHandlers.NONE, host.name(), repository, http)
                .setCredential(authentication.forJib().orElse(null))
                .newRegistryClient();
    }

    /** Asks about the manifest or index that the tag stands for; empty if the registry does not answer that. */
    Optional<Answer> head(String tag, Deadline deadline) {
        Fetch fetch = fetch("HEAD", "/manifests/" + tag, repository + ":" + tag, Optional.empty(), deadline);
        try {
            return Optional.of(send(fetch, client -> client.pullManifest(tag))).filter(Answer::isOk);
        } catch (InspectionException e) {
            return unanswered(e);
        }
    }

    /** What is said of the image in answer to HEAD has to be said in answer to GET to be believed. */
    private static Optional<Answer> unanswered(InspectionException failure) {
        return switch (failure.reason()) {
            case NOT_FOUND, UNAUTHORIZED, UNSUPPORTED -> Optional.empty();
            case RATE_LIMITED, UNAVAILABLE, TIMED_OUT, REFUSED, OVERLOADED -> throw failure;
        };
    }

    /** Fetches the manifest or index that the tag stands for. */
    Answer manifest(String tag, Deadline deadline) {
        Fetch fetch = fetch("GET", "/manifests/" + tag, repository + ":" + tag, Optional.empty(), deadline);
        return send(fetch, client -> client.pullManifest(tag));
    }

    /** Fetches a manifest or index by its digest. */
    Answer manifest(Digest digest, Deadline deadline) {
        Fetch fetch = fetch("GET", "/manifests/" + digest, repository + "@" + digest, Optional.of(digest), deadline);
        return send(fetch, client -> client.pullManifest(digest.toString()));
    }

    /** Fetches a blob by its digest, which has to be sha256: Jib knows no other. */
    Answer blob(Digest digest, Deadline deadline) {
        String wanted = "config %s of %s".formatted(digest, repository);
        Fetch fetch = fetch("GET", "/blobs/" + digest, wanted, Optional.of(digest), deadline);
        return send(fetch, client -> client.pullBlob(DescriptorDigest.fromHash(digest.hex()), size -> {}, count -> {})
                .writeTo(OutputStream.nullOutputStream()));
    }

    private Fetch fetch(String method, String path, String wanted, Optional<Digest> digest, Deadline deadline) {
        String absolute = "/v2/" + repository + path;
        return new Fetch(host, method, absolute, wanted, digest, authentication, exchanges, deadline);
    }

    private Answer send(Fetch fetch, Request request) {
        try {
            JibTransport.during(fetch, () -> sendAuthenticated(fetch, request));
        } catch (InspectionException e) {
            throw e;
        } catch (Exception e) {
            throw notUnderstood();
        }
        Answer answer = fetch.answer().orElseThrow(this::notUnderstood);
        if (!settled && answer.isOk()) {
            authentication.answeredByToken().ifPresent(challenge -> challenges.remember(host, challenge));
            settled = true;
        }
        return answer;
    }

    private void sendAuthenticated(Fetch fetch, Request request) throws Exception {
        try {
            if (!settled) {
                presumeToken(fetch);
            }
            sendAndAnswerChallenge(fetch, request);
        } catch (Fetch.PresumedWronglyException e) {
            challenges.forget(host);
            fetch.startAnew();
            jib = newJib();
            sendAndAnswerChallenge(fetch, request);
        } finally {
            // Jib keeps every answer until it is told that it may let go.
            http.shutDown();
        }
    }

    /** Gets the token that this registry lately wanted for other repositories, if there was one. */
    private void presumeToken(Fetch fetch) throws Exception {
        Optional<Challenge> known = challenges.of(host);
        if (known.isEmpty()) {
            return;
        }
        try {
            fetch.presume(known.get());
            jib.authPullByWwwAuthenticate(authentication.challenge());
        } catch (InspectionException e) {
            switch (e.reason()) {
                case NOT_FOUND, UNAUTHORIZED, UNAVAILABLE, UNSUPPORTED, REFUSED -> fetch.presumedInVain(e);
                case RATE_LIMITED, TIMED_OUT, OVERLOADED -> throw e;
            }
        }
    }

    /** Without authentication first, or with what is good already: that saves Jib's ping. */
    private void sendAndAnswerChallenge(Fetch fetch, Request request) throws Exception {
        try {
            request.sendWith(jib);
        } catch (InspectionException | Fetch.PresumedWronglyException e) {
            throw e;
        } catch (Exception e) {
            if (!fetch.wasChallenged()) {
                throw e;
            }
            jib.authPullByWwwAuthenticate(authentication.challenge());
            request.sendWith(jib);
        }
    }

    /** Jib's messages can hold a refresh token, so neither they nor their exceptions go any further. */
    private InspectionException notUnderstood() {
        return Failures.unsupported(
                "%s answered for %s in a way that is not understood".formatted(host.name(), repository));
    }

    private static FailoverHttpClient httpClient() {
        Supplier<HttpTransport> transport = JibTransport::new;
        Consumer<Object> nothingIsLogged = event -> {};
        try {
            return SEAM.newInstance(false, false, nothingIsLogged, transport, transport, false);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Jib's HTTP client cannot be made", e);
        }
    }

    /**
     * The constructor that takes a transport, which Jib has for its own tests.
     *
     * @throws IllegalStateException if this version of Jib has none
     */
    private static Constructor<FailoverHttpClient> seam() {
        try {
            Constructor<FailoverHttpClient> constructor = FailoverHttpClient.class.getDeclaredConstructor(
                    boolean.class, boolean.class, Consumer.class, Supplier.class, Supplier.class, boolean.class);
            constructor.setAccessible(true);
            return constructor;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(
                    "this version of jib-core cannot be given a transport; Plimsoll is built for 0.28.1", e);
        }
    }
}
