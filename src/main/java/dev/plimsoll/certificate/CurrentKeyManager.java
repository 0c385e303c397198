package dev.plimsoll.certificate;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Serves each handshake with the pair that is in use when it begins. Nothing has to be told to the server when the pair
 * changes, so no handshake can fall into the gap in which a server exchanges its TLS context.
 */
final class CurrentKeyManager extends X509ExtendedKeyManager {

    /** A handshake chooses an alias first and asks for its certificate and key later: the former pair is kept for it. */
    private final Map<String, CertificatePair> byAlias = new ConcurrentHashMap<>();

    private volatile long generation;

    Optional<CertificatePair> current() {
        return Optional.ofNullable(byAlias.get(alias(generation)));
    }

    synchronized void use(CertificatePair pair) {
        long next = generation + 1;
        byAlias.put(alias(next), pair);
        generation = next;
        byAlias.remove(alias(next - 2));
    }

    private static String alias(long generation) {
        return "pair-" + generation;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return aliasFor(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return aliasFor(keyType);
    }

    private @Nullable String aliasFor(String keyType) {
        String alias = alias(generation);
        CertificatePair pair = byAlias.get(alias);
        return pair != null && pair.isOfType(keyType) ? alias : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        CertificatePair pair = byAlias.get(alias);
        return pair == null ? null : pair.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        CertificatePair pair = byAlias.get(alias);
        return pair == null ? null : pair.key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {alias(generation)};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
