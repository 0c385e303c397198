package dev.plimsoll.kubernetes;

import dev.plimsoll.certificate.CertificateSettings;
import dev.plimsoll.certificate.SelfManagedCertificate;
import dev.plimsoll.certificate.ServiceName;
import dev.plimsoll.certificate.ServingCertificate;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A replica's part in the certificate that replicas make for themselves, share by a Secret, and renew by one of them. */
public final class ClusterCertificate implements Runnable, AutoCloseable {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final ServingCertificate serving;
    private final SelfManagedCertificate certificate;
    private final ElectionLease lease;
    private final Duration period;
    private volatile @Nullable Leadership leadership;
    private volatile long lastLook = System.nanoTime();

    /** Takes over the client, and closes it. */
    ClusterCertificate(
            KubernetesClient client,
            ServingCertificate serving,
            CertificateSettings settings,
            ElectionLease lease,
            Clock clock) {
        CertificateSettings.SelfManaged own = settings.selfManaged();
        this.client = client;
        this.lease = lease;
        this.serving = serving;
        this.period = settings.reloadPeriod();
        this.certificate = new SelfManagedCertificate(
                serving,
                new CertificateSecret(client, lease.namespace(), own.secret()),
                new WebhookTrust(client, own.webhookConfigurations()),
                this::isLeading,
                own,
                clock);
    }

    /** Takes part from now on in electing the replica that renews. */
    public void contend(Executor executor) {
        leadership = Leadership.contend(client, lease, this::look, executor);
    }

    /**
     * Looks after the certificate by the API server that the environment names: a pod's, or a kubeconfig's.
     *
     * @throws IllegalArgumentException if the settings cannot be used
     */
    public static ClusterCertificate of(CertificateSettings settings, ServingCertificate serving, Clock clock) {
        CertificateSettings.SelfManaged own = settings.selfManaged();
        if (own.duration().compareTo(own.caDuration()) > 0) {
            throw new IllegalArgumentException(
                    "plimsoll.tls.self-managed.duration is %s, longer than its authority's, ca-duration: %s"
                            .formatted(own.duration(), own.caDuration()));
        }
        ElectionLease lease = ElectionLease.of(
                ServiceName.of(own).namespace(), own.lease(), own.identity().orElseGet(ClusterCertificate::hostName));
        return new ClusterCertificate(newClient(), serving, settings, lease, clock);
    }

    private static String hostName() {
        String name = System.getenv("HOSTNAME");
        return name == null || name.isBlank() ? UUID.randomUUID().toString() : name;
    }

    /** It is asked again anyway, so that it need not wait for long nor try for long. */
    private static KubernetesClient newClient() {
        Config config = new ConfigBuilder()
                .withRequestTimeout((int) REQUEST_TIMEOUT.toMillis())
                .withConnectionTimeout((int) REQUEST_TIMEOUT.toMillis())
                .withRequestRetryBackoffLimit(1)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private boolean isLeading() {
        Leadership current = leadership;
        return current != null && current.isLeading();
    }

    /** To be called often: looks at once while there is no certificate, and else when the period is over. */
    @Override
    public void run() {
        if (serving.leaf().isEmpty() || System.nanoTime() - lastLook >= period.toNanos()) {
            look();
        }
    }

    void look() {
        lastLook = System.nanoTime();
        certificate.run();
    }

    /** Lets the Lease go. */
    @Override
    public void close() {
        Leadership current = leadership;
        if (current != null) {
            current.close();
        }
        client.close();
    }
}
