package dev.plimsoll.certificate;

import java.util.List;
import java.util.stream.Stream;

/** A Service as it is called. */
public record ServiceName(String service, String namespace) {

    /** @throws IllegalArgumentException if the namespace is not known */
    public static ServiceName of(CertificateSettings.SelfManaged settings) {
        String namespace = settings.namespace()
                .orElseThrow(() -> new IllegalArgumentException(
                        "plimsoll.tls.self-managed.namespace is not set: a self-managed certificate is kept in a Secret of the"
                                + " application's namespace, and is for its Service"));
        return new ServiceName(settings.service(), namespace);
    }

    /** The name that the API server wants to see in the certificate. */
    String host() {
        return "%s.%s.svc".formatted(service, namespace);
    }

    /** That, and as the others in the cluster could spell it. */
    List<String> spellings() {
        return List.of(host(), host() + ".cluster.local", "%s.%s".formatted(service, namespace), service);
    }

    /** All names that a certificate is to be for. */
    List<String> and(List<String> others) {
        return Stream.concat(spellings().stream(), others.stream()).distinct().toList();
    }
}
