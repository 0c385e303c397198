package dev.plimsoll.certificate;

import io.quarkus.tls.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.KeyStoreProvider;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The certificate in use, if there is one yet: until then every handshake fails. */
public final class ServingCertificate implements KeyStoreProvider {

    private final CurrentKeyManager keyManager = new CurrentKeyManager();
    private volatile @Nullable Instant authorityEndsAt;

    /**
     * Serves with this pair from the next handshake on.
     *
     * @param authorityEnds when the authority ends that signs, if it is known
     * @return whether it is another than before
     */
    boolean use(CertificatePair pair, @Nullable Instant authorityEnds) {
        authorityEndsAt = authorityEnds;
        if (keyManager.current().filter(pair::equals).isPresent()) {
            return false;
        }
        keyManager.use(pair);
        return true;
    }

    /** The same with a chain, the last of which is taken for the authority. */
    boolean use(CertificatePair pair) {
        List<X509Certificate> chain = pair.chain();
        return use(
                pair,
                chain.size() > 1 ? chain.get(chain.size() - 1).getNotAfter().toInstant() : null);
    }

    public Optional<X509Certificate> leaf() {
        return keyManager.current().map(CertificatePair::leaf);
    }

    public Optional<Instant> endsAt() {
        return keyManager.current().map(CertificatePair::endsAt);
    }

    /** When the authority ends that signs: for files, the last certificate of the chain, if there is more than one. */
    public Optional<Instant> authorityEndsAt() {
        return Optional.ofNullable(authorityEndsAt);
    }

    @Override
    public KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
        return new KeyStoreAndKeyCertOptions(
                CertificatePair.toKeyStore(keyManager.current()), KeyCertOptions.wrap(keyManager));
    }
}
