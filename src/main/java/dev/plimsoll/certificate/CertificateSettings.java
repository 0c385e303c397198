package dev.plimsoll.certificate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the serving certificate comes from. */
@ConfigMapping(prefix = "plimsoll.tls")
public interface CertificateSettings {

    /**
     * Who makes the certificate and renews it: {@code provided} and {@code certManager} are files that somebody, or
     * cert-manager, exchanges; with {@code selfManaged} the application does it, and needs the rights that
     * docs/operations.md lists.
     */
    @WithDefault("provided")
    CertificateMode mode();

    /** PEM file with the certificate, followed by its chain; needed unless it is self-managed. */
    Optional<Path> certFile();

    /**
     * PEM file with the certificate's private key: PKCS#8, PKCS#1 or SEC 1, not encrypted; needed unless it is
     * self-managed.
     */
    Optional<Path> keyFile();

    /** How often the files, or the self-managed certificate's Secret, are looked at for a change. */
    @WithDefault("10s")
    Duration reloadPeriod();

    /**
     * The name by which the API server calls, of Service and namespace, as {@code plimsoll.plimsoll.svc}: a replica whose certificate is not for it
     * is not ready. Not looked at if it is not set; a self-managed certificate is always for its Service.
     */
    Optional<String> host();

    /**
     * A replica whose certificate ends within this time is not ready. Short, for the others are likely to have the same
     * certificate: it is the metric that is to warn early.
     */
    @WithDefault("1h")
    Duration minRemaining();

    /** What a self-managed certificate is made of, and where it is kept. */
    SelfManaged selfManaged();

    /** What a self-managed certificate is made of, and where it is kept. */
    interface SelfManaged {

        /** The namespace of the application, in which its Secret and its Lease are; needed if it is self-managed. */
        Optional<String> namespace();

        /** The Service by which the API server calls. */
        @WithDefault("plimsoll")
        String service();

        /** More names that the certificate is for, such as the host of a URL by which the webhook is registered. */
        Optional<List<String>> extraNames();

        /** The Secret in which replicas keep the certificate and its authority. It is made if there is none. */
        @WithDefault("plimsoll-certificate")
        String secret();

        /** The Lease by which replicas agree who renews. It is made if there is none. */
        @WithDefault("plimsoll-certificate")
        String lease();

        /** The ValidatingWebhookConfigurations whose {@code caBundle} is written, in all of their webhooks. */
        @WithDefault("plimsoll")
        List<String> webhookConfigurations();

        /** The name of this replica among the others; that of the host, which is the pod's, if it is not set. */
        Optional<String> identity();

        /** For how long a certificate is made; it is renewed when two thirds are over. */
        @WithDefault("2160h")
        Duration duration();

        /** The same for its authority. */
        @WithDefault("8760h")
        Duration caDuration();

        /** How long after its announcement a new authority is taken to be known to all API servers. */
        @WithDefault("1m")
        Duration settlingTime();
    }
}
