package dev.plimsoll.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The hosts that a certificate is for: its subject alternative names, for API servers ignore the common name. A wildcard
 * stands for one label, the first
 * (<a href="https://www.rfc-editor.org/rfc/rfc9525#section-6.3">RFC 9525</a>).
 */
record ServedNames(List<String> names) {

    private static final int DNS_NAME = 2;

    static ServedNames of(X509Certificate certificate) {
        try {
            return new ServedNames(Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> name.get(0).equals(DNS_NAME))
                    .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                    .toList());
        } catch (CertificateParsingException e) {
            return new ServedNames(List.of());
        }
    }

    boolean include(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return names.stream().anyMatch(name -> matches(name, lower));
    }

    private static boolean matches(String name, String host) {
        if (!name.startsWith("*.")) {
            return name.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot).equals(name.substring(1));
    }
}
