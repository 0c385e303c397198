package dev.plimsoll.chart;

import java.util.stream.Collectors;

/** The manifests for those without Helm: what the chart renders with its default values, behind its namespace. */
final class DeployManifests {
    private static final String HEAD = """
            # Plimsoll for those without Helm; README.md beside this file says how to apply it.
            # Generated from charts/plimsoll by make generate: change the chart, not this file.
            apiVersion: v1
            kind: Namespace
            metadata:
              name: %s
              labels:
                pod-security.kubernetes.io/enforce: restricted
            """.formatted(Chart.NAMESPACE);

    private DeployManifests() {}

    static String render() {
        // Without the annotation by which Helm keeps the definitions.
        return HEAD + withoutHelmsLabels(Chart.render("{crds: {keep: false}}", Chart.NAMESPACE));
    }

    private static String withoutHelmsLabels(String manifests) {
        return manifests
                .lines()
                .filter(line -> !line.contains("helm.sh/chart:"))
                .filter(line -> !line.contains("app.kubernetes.io/managed-by:"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
