package dev.plimsoll.registry;

import dev.plimsoll.image.DataSize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How registries are reached and how much of them is remembered. Durations are written {@code 10s}, {@code 5m}. */
@ConfigMapping(prefix = "plimsoll.registry")
public interface RegistrySettings {

    /** What one fetch may take in all: queue, DNS, connection, TLS handshake, token, redirects and body. */
    @WithDefault("10s")
    @WithConverter(DurationConverter.class)
    Duration lookupTimeout();

    /**
     * What finding the addresses of one host may take; a look-up goes on without them, and fails. Many systems ask a name
     * server a second time after five seconds.
     */
    @WithDefault("6s")
    @WithConverter(DurationConverter.class)
    Duration dnsTimeout();

    /** What connecting to one address may take. */
    @WithDefault("3s")
    @WithConverter(DurationConverter.class)
    Duration connectTimeout();

    /** How many fetches may be under way at once, each on a thread and a connection of its own. */
    @WithDefault("32")
    int maxConcurrentLookups();

    /** How many of them may be of one registry, so that one that stalls leaves room for the others. */
    @WithDefault("8")
    int maxConcurrentLookupsPerRegistry();

    /** How many fetches may wait for their turn; what comes on top is refused as overloaded. */
    @WithDefault("2000")
    int queue();

    /** How many of them may be of one registry. */
    @WithDefault("1000")
    int queuePerRegistry();

    /**
     * A docker config file ({@code config.json}) with credentials for any registry. Read once, at the start; its {@code
     * credsStore} and {@code credHelpers} are used only where that is switched on.
     */
    @WithConverter(PathConverter.class)
    Optional<Path> dockerConfig();

    /**
     * Whether the credential helpers that docker configs name are run: programs {@code docker-credential-…} on the PATH,
     * each for five seconds at most. What they say is remembered for five minutes.
     */
    @WithDefault("false")
    @WithConverter(BooleanConverter.class)
    boolean credentialHelpers();

    /**
     * The registries that may be asked, such as {@code docker.io}, {@code registry.corp:5000} or {@code *.corp}; any if it
     * is not set. Without a port a registry is meant on every port. What others redirect to is not restricted by it.
     */
    Optional<List<String>> allowed();

    /** Registries that are never asked, written likewise; this outranks what is allowed. */
    Optional<List<String>> denied();

    /**
     * Whether registries may have private addresses (RFC 1918, 100.64.0.0/10, fc00::/7). Loopback, link-local, cloud
     * metadata, multicast and reserved addresses are refused always. Neither holds for endpoints and mirrors that are
     * configured.
     */
    @WithDefault("true")
    @WithConverter(BooleanConverter.class)
    boolean privateAddresses();

    /** What is remembered of the images looked at. */
    Cache cache();

    /** What is special about single registries, by the name images are given with: {@code hosts."registry.corp:5000"}. */
    Map<String, Host> hosts();

    /** What is remembered of the images looked at. */
    interface Cache {

        /**
         * What manifests and configs may take of memory together, estimated; not more than the heap. Some 13,000 images of
         * twelve layers fit into the default, an eighth of which is for those used lately; 50,000 take {@code 180Mi}, and a
         * heap of 256 MB.
         */
        @WithDefault("32Mi")
        @WithConverter(DataSizeConverter.class)
        DataSize maxSize();

        /** How long a tag is taken to stand for the digest it was last seen to stand for, without asking. */
        @WithDefault("5m")
        @WithConverter(DurationConverter.class)
        Duration tagTtl();

        /**
         * How long ago a tag may at most have been seen to stand for the digest that is judged. Between {@code tag-ttl} and
         * this, the known digest is judged at once, and the registry is asked behind the review's back: what it answers
         * holds from the next review on. So a tag that nobody has asked for in a while can be judged once by what it stood
         * for then, and a registry that is down stops no image that it has shown within this time. Beyond it, a review
         * waits for the registry's answer, or fails with it.
         *
         * <p>{@code 0s}, or anything up to {@code tag-ttl}, makes every review wait once the TTL is over. Whoever has to be
         * sure what runs names images by digest: a tag can move between review and pull whatever is set here.
         */
        @WithDefault("1h")
        @WithConverter(DurationConverter.class)
        Duration tagMaxStale();

        /**
         * How long it is remembered that there is no such image, that it may not be seen, or that it cannot be judged.
         * Failures that pass are not remembered: a registry that fails is left alone as a whole.
         */
        @WithDefault("10s")
        @WithConverter(DurationConverter.class)
        Duration failureTtl();
    }

    /** One registry. */
    interface Host {

        /**
         * Where the registry really is, for example a mirror: {@code https://mirror.corp}, or {@code http://…}, which allows
         * plain HTTP for this registry. A path goes before {@code /v2}, as in {@code https://art.corp/api/docker/hub};
         * what follows a {@code /v2} of its own goes before the repository, as in {@code https://harbor.corp/v2/hub}.
         */
        @WithConverter(UriConverter.class)
        Optional<URI> endpoint();

        /**
         * Places to ask before the registry itself, in this order, written like an endpoint. The next one is asked when
         * one does not have the image or does not answer. None is sent this registry's credentials; it has its own where
         * its host has settings here or an entry in the docker config.
         */
        Optional<List<String>> mirrors();

        /** PEM certificates to trust for this registry, in addition to the system's. Read once, at the start. */
        @WithConverter(PathConverter.class)
        Optional<Path> caFile();

        /**
         * PEM file with the certificate, followed by its chain, by which to present oneself to this registry. Read once,
         * at the start.
         */
        @WithConverter(PathConverter.class)
        Optional<Path> clientCertFile();

        /** PEM file with that certificate's private key: PKCS#8, PKCS#1 or SEC 1, not encrypted. */
        @WithConverter(PathConverter.class)
        Optional<Path> clientKeyFile();

        /** The user for this registry; outranks the docker config files. May be taken from elsewhere: {@code ${USER}}. */
        Optional<String> username();

        /** That user's password or access token; better an expression such as {@code ${PASSWORD}} than the text itself. */
        Optional<String> password();

        /** A docker config file for this registry alone, asked before the one for all. */
        @WithConverter(PathConverter.class)
        Optional<Path> dockerConfig();

        /** Whether credential helpers are run for this registry, where that differs from all others. */
        @WithConverter(BooleanConverter.class)
        Optional<Boolean> credentialHelpers();

        /**
         * Hosts whose token service this registry may name, on any port, besides its own host and those of the same
         * registrable domain. They are sent this registry's credentials.
         */
        Optional<List<String>> tokenHosts();
    }
}
