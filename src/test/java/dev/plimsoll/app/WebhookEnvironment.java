package dev.plimsoll.app;

import dev.plimsoll.TestCertificates;
import dev.plimsoll.registry.FakeRegistry;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the webhook needs around it: a certificate, policies, and a registry that stands in for Docker Hub. */
public class WebhookEnvironment implements QuarkusTestResourceLifecycleManager {

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
        return Map.of(
                "plimsoll.tls.cert-file", folder.resolve("tls.crt").toString(),
                "plimsoll.tls.key-file", folder.resolve("tls.key").toString(),
                "plimsoll.tls.reload-period", "200ms",
                "plimsoll.policies", folder.resolve("policies.yaml").toString(),
                "plimsoll.policies-reload-period", "200ms",
                "plimsoll.mode", "enforce",
                "plimsoll.cluster.watch", "off",
                "plimsoll.registry.hosts.\"docker.io\".endpoint",
                        registry.address().toString(),
                "quarkus.http.test-ssl-port", "0",
                "quarkus.management.test-port", "0");
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
