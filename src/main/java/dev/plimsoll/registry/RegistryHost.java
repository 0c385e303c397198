package dev.plimsoll.registry;

import com.google.common.net.InternetDomainName;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.ImageReference;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One registry, as it is configured.
 *
 * @param name by which images are given, for example {@code docker.io} or {@code registry.corp:5000}
 * @param tokenHosts whose token service it may name besides its own
 * @param own connections to the endpoint itself
 * @param others connections to wherever the registry sends us
 * @param mirrors what to ask first, in this order
 */
record RegistryHost(
        String name,
        Endpoint endpoint,
        Keychain keychain,
        Set<String> tokenHosts,
        BoundedHttp own,
        BoundedHttp others,
        List<RegistryHost> mirrors) {

    private static final String DOCKER_HUB_TOKENS = "auth.docker.io";

    /**
     * The credential for a repository: what the keychain holds for the place where the registry really is, else for its
     * name. Docker Hub's own are not given to a mirror of it.
     */
    Optional<Credential> credential(String repository) {
        Optional<Credential> ofEndpoint =
                keychain.resolve(endpoint.authority(), endpoint.repositoryPrefix() + repository);
        return ofEndpoint.isPresent() || isMirrorOfDockerHub() ? ofEndpoint : keychain.resolve(name, repository);
    }

    /** Whether it may be told the credentials that people hold for its name: Docker Hub's are not for a mirror of it. */
    boolean takesCredentialsOfOthers() {
        return !isMirrorOfDockerHub();
    }

    private boolean isMirrorOfDockerHub() {
        return isDockerHub() && !endpoint.host().endsWith("." + ImageReference.DOCKER_HUB);
    }

    private boolean isDockerHub() {
        return name.equals(ImageReference.DOCKER_HUB);
    }

    /** By what to connect to a document's address. */
    BoundedHttp http(URI at) {
        return endpoint.isOriginOf(at) ? own : others;
    }

    /** By what to connect to a token service that is trusted. */
    BoundedHttp httpForTokens(URI at) {
        return isSecure(at) ? http(at) : own;
    }

    /**
     * Whether a token service may be told this registry's credentials: one on the registry's own host, in its registrable
     * domain, or allowed by name; over TLS, unless the registry itself is configured without.
     */
    boolean trustsForTokens(URI realm) {
        return realm.getHost() != null
                && realm.getRawUserInfo() == null
                && realm.getRawFragment() == null
                && (isSecure(realm) ? trusts(realm.getHost()) : isPlainNeighbour(realm));
    }

    private static boolean isSecure(URI realm) {
        return "https".equalsIgnoreCase(realm.getScheme());
    }

    private boolean isPlainNeighbour(URI realm) {
        boolean sameHost = endpoint.host().equalsIgnoreCase(realm.getHost());
        boolean sameMachine = isLoopback(endpoint.host()) && isLoopback(realm.getHost());
        return endpoint.isPlain() && "http".equalsIgnoreCase(realm.getScheme()) && (sameHost || sameMachine);
    }

    private boolean trusts(String host) {
        return host.equalsIgnoreCase(endpoint.host())
                || isOfSameSite(host, endpoint.host())
                || tokenHosts.contains(host)
                || isDockerHub() && host.equals(DOCKER_HUB_TOKENS);
    }

    private static boolean isOfSameSite(String host, String other) {
        Optional<String> site = site(host);
        return site.isPresent() && site.equals(site(other));
    }

    /** The registrable domain; empty for addresses and for names that are under no public suffix. */
    private static Optional<String> site(String host) {
        if (!InternetDomainName.isValid(host)) {
            return Optional.empty();
        }
        InternetDomainName name = InternetDomainName.from(host);
        return name.isUnderPublicSuffix() ? Optional.of(name.topPrivateDomain().toString()) : Optional.empty();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
