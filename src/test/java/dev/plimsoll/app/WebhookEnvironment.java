package dev.plimsoll.app;

import static java.util.Map.entry;

import dev.plimsoll.TestCertificates;
import dev.plimsoll.registry.FakeRegistry;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the webhook needs around it: a certificate, policies, and a registry that stands in for Docker Hub. */
public final class WebhookEnvironment implements QuarkusTestResourceLifecycleManager {

    static final String POLICIES = """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageAdmissionPolicy
            metadata: {name: baseline}
            spec:
              validationActions: [Warn, Audit]
              checks:
                mutableTag: {tags: [latest]}
                rootUser: {}
            ---
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageAdmissionPolicy
            metadata: {name: enforced}
            spec:
              validationActions: [Deny]
              checks:
                imageSize: {max: 200Mi}
            """;

    private FakeRegistry registry;
    private Path folder;

    @Override
    public Map<String, String> start() {
        registry = FakeRegistry.start();
        try {
            folder = Files.createTempDirectory("plimsoll");
            Files.writeString(folder.resolve("policies.yaml"), POLICIES);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        TestCertificates.ec().writeTo(folder);
        return Map.ofEntries(
                entry("plimsoll.tls.cert-file", folder.resolve("tls.crt").toString()),
                entry("plimsoll.tls.key-file", folder.resolve("tls.key").toString()),
                entry("plimsoll.tls.reload-period", "200ms"),
                entry("plimsoll.policies", folder.resolve("policies.yaml").toString()),
                entry("plimsoll.policies-reload-period", "200ms"),
                entry("plimsoll.mode", "enforce"),
                entry("plimsoll.cluster.watch", "off"),
                entry(
                        "plimsoll.registry.hosts.\"docker.io\".endpoint",
                        registry.address().toString()),
                entry(
                        "plimsoll.registry.hosts.\"stalling.test\".endpoint",
                        registry.address().toString()),
                entry(
                        "plimsoll.registry.hosts.\"limiting.test\".endpoint",
                        registry.address().toString()),
                entry("quarkus.http.test-ssl-port", "0"),
                entry("quarkus.management.test-port", "0"));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(registry, new TestInjector.MatchesType(FakeRegistry.class));
        injector.injectIntoFields(folder, new TestInjector.MatchesType(Path.class));
    }

    @Override
    public void stop() {
        registry.close();
    }
}
