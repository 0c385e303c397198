package dev.plimsoll.certificate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the serving certificate comes from. */
@ConfigMapping(prefix = "plimsoll.tls")
public interface CertificateSettings {

    /** PEM file with the certificate, followed by its chain; needed to serve. */
    Optional<Path> certFile();

    /** PEM file with the certificate's private key: PKCS#8, PKCS#1 or SEC 1, not encrypted; needed to serve. */
    Optional<Path> keyFile();

    /** How often the files are looked at for a change. */
    @WithDefault("10s")
    Duration reloadPeriod();
}
