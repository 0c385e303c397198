package dev.plimsoll.app;

import dev.plimsoll.admission.AdmissionEvents;
import dev.plimsoll.admission.AdmissionHandler;
import dev.plimsoll.admission.AdmissionMetrics;
import dev.plimsoll.admission.AdmissionSettings;
import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.advice.Adviser;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.certificate.CertificateSettings;
import dev.plimsoll.certificate.InvalidCertificateException;
import dev.plimsoll.certificate.ServingCertificate;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.Cluster;
import dev.plimsoll.kubernetes.ClusterEvents;
import dev.plimsoll.kubernetes.ClusterPullSecrets;
import dev.plimsoll.kubernetes.ClusterSettings;
import dev.plimsoll.kubernetes.EventSettings;
import dev.plimsoll.kubernetes.InvalidPoliciesException;
import dev.plimsoll.kubernetes.PolicyFiles;
import dev.plimsoll.kubernetes.PolicyStore;
import dev.plimsoll.kubernetes.PullSecretSettings;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.measurement.BaseSettings;
import dev.plimsoll.measurement.MeasuredBases;
import dev.plimsoll.measurement.RememberedAdvice;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.registry.RegistrySettings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What is built of what. */
final class Beans {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    CertificateUpkeep certificateUpkeep(CertificateSettings settings, Clock clock) {
        return configured(() -> new CertificateUpkeep(settings, clock));
    }

    void close(@Disposes CertificateUpkeep upkeep) {
        upkeep.close();
    }

    /** The TLS registry asks for it by the name that quarkus.http.tls-configuration-name gives. */
    @Produces
    @Singleton
    @Identifier("plimsoll")
    ServingCertificate servingCertificate(CertificateUpkeep upkeep) {
        return upkeep.certificate();
    }

    @Produces
    @Singleton
    RegistryMetrics registryMetrics(MeterRegistry registry, RegistrySettings settings) {
        LookupLog log = new LookupLog(Logger.getLogger(LookupLog.class)::info, System::nanoTime);
        return new RegistryMetrics(registry, log, settings.hosts().keySet());
    }

    @Produces
    @Singleton
    RegistryInspector inspector(RegistrySettings settings, RegistryMetrics metrics) {
        RegistryInspector inspector = configured(() -> RegistryInspector.create(settings, metrics));
        metrics.observe(inspector);
        return inspector;
    }

    void close(@Disposes RegistryInspector inspector) {
        inspector.close();
    }

    @Produces
    @Singleton
    KnownBases bases(BaseSettings settings, RegistryInspector inspector) {
        return settings.measure() ? configured(() -> MeasuredBases.of(settings, inspector)) : KnownBases.NONE;
    }

    void close(@Disposes KnownBases bases) {
        if (bases instanceof MeasuredBases measured) {
            measured.close();
        }
    }

    @Produces
    @Singleton
    AdviceSource adviceSource(KnownBases bases) {
        return new RememberedAdvice(new Adviser(bases));
    }

    @Produces
    @Singleton
    Cluster cluster(
            ClusterSettings clusterSettings, PlimsollSettings settings, AdviceSource adviceSource, Clock clock) {
        return configured(() -> Cluster.of(
                clusterSettings,
                settings.policies().isPresent(),
                settings.platforms().stream().map(Beans::platform).collect(Collectors.toUnmodifiableSet()),
                adviceSource,
                clock));
    }

    void close(@Disposes Cluster cluster) {
        cluster.close();
    }

    /** The built-in policy is for those who have said nothing at all: a cluster without policies is meant so. */
    @Produces
    @Singleton
    PolicyStore policies(PlimsollSettings settings, Cluster cluster, AdviceSource adviceSource) {
        return configured(() -> settings.policies()
                .map(files -> PolicyStore.watching(files, adviceSource))
                .orElseGet(() ->
                        cluster.isWatched() ? PolicyStore.empty() : PolicyStore.of(PolicyFiles.builtIn(adviceSource)))
                .with(cluster::policies));
    }

    @Produces
    @Singleton
    WorkloadMapper mapper(Cluster cluster) {
        return new WorkloadMapper(cluster::platforms);
    }

    @Produces
    @Singleton
    ClusterPullSecrets pullSecrets(PullSecretSettings settings, Cluster cluster) {
        return configured(() -> ClusterPullSecrets.of(settings, cluster.isWatched()));
    }

    void close(@Disposes ClusterPullSecrets pullSecrets) {
        pullSecrets.close();
    }

    @Produces
    @Singleton
    Evaluator evaluator(
            RegistryInspector inspector,
            ClusterPullSecrets pullSecrets,
            PlimsollSettings settings,
            Clock clock,
            ReviewThreads threads) {
        return new Evaluator(inspector, pullSecrets, settings.mode(), clock, threads, threads);
    }

    @Produces
    @Singleton
    ReviewThreads reviewThreads() {
        return new ReviewThreads();
    }

    void close(@Disposes ReviewThreads threads) {
        threads.close();
    }

    @Produces
    @Singleton
    AdmissionMetrics admissionMetrics(MeterRegistry registry) {
        return new AdmissionMetrics(registry);
    }

    @Produces
    @Singleton
    ClusterEvents clusterEvents(EventSettings settings, Cluster cluster, Clock clock, MeterRegistry registry) {
        ClusterEvents events = configured(() -> ClusterEvents.of(settings, cluster.isWatched(), clock));
        count(registry, "written", events, ClusterEvents::written);
        count(registry, "dropped", events, ClusterEvents::dropped);
        return events;
    }

    private static void count(
            MeterRegistry registry, String result, ClusterEvents events, ToDoubleFunction<ClusterEvents> count) {
        FunctionCounter.builder("plimsoll.events", events, count)
                .description("Requests that wrote Events, and Events that were not written")
                .tag("result", result)
                .register(registry);
    }

    void close(@Disposes ClusterEvents events) {
        events.close();
    }

    @Produces
    @Singleton
    AdmissionHandler admissionHandler(
            WorkloadMapper mapper,
            Cluster cluster,
            PolicyStore policies,
            Evaluator evaluator,
            AdmissionSettings settings,
            AdmissionMetrics metrics,
            ClusterEvents events,
            Clock clock) {
        return new AdmissionHandler(
                mapper,
                cluster::namespace,
                policies,
                evaluator,
                settings,
                metrics,
                new AdmissionEvents(events::tell),
                clock);
    }

    private static Platform platform(String text) {
        try {
            return Platform.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("plimsoll.platforms: " + e.getMessage(), e);
        }
    }

    /** What is wrong with the configuration is told in one line; only what is wrong with the program gets a stack. */
    private static <T> T configured(Supplier<T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException | InvalidCertificateException | InvalidPoliciesException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
    }
}
