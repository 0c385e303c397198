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

    /** What one fetch may take in all: queue, connection, TLS handshake, token, redirects and body. */
    @WithDefault("10s")
    @WithConverter(DurationConverter.class)
    Duration lookupTimeout();

    /** What connecting to one address may take. */
    @WithDefault("3s")
    @WithConverter(DurationConverter.class)
    Duration connectTimeout();

    /** How many fetches may be under way at once, each on a thread and a connection of its own. */
    @WithDefault("16")
    int maxConcurrentLookups();

    /** How many fetches may wait for their turn; what comes on top is refused as overloaded. */
    @WithDefault("256")
    int queue();

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

        /** What manifests and configs may take of memory together, estimated. Some 3,000 images fit into the default. */
        @WithDefault("32Mi")
        @WithConverter(DataSizeConverter.class)
        DataSize maxSize();

        /** How long a tag is taken to stand for the digest it was last seen to stand for. */
        @WithDefault("5m")
        @WithConverter(DurationConverter.class)
        Duration tagTtl();
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
         * Hosts whose token service this registry may name, besides its own host and those of the same registrable
         * domain. They are sent this registry's credentials.
         */
        Optional<List<String>> tokenHosts();
    }
}
