package dev.plimsoll.kubernetes;

import dev.plimsoll.image.Platform;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The platforms that a pod can be scheduled on: those that its node selector, its required node affinity and its
 * {@code os.name} leave. A pod that leaves none can run nowhere, and one that names very many is up to something: both are
 * judged for the cluster's platforms.
 */
final class PodPlatforms {

    /** Every architecture that there are images for, on two operating systems, is less. */
    static final int MOST_PLATFORMS = 16;

    /** What is read of a pod spec. */
    static final Outline OUTLINE = Outline.of("os", "nodeSelector").with("affinity", Outline.of("nodeAffinity"));

    private static final int MOST_TERMS = 50;

    private static final String WINDOWS = "windows";
    private static final List<NodeRequirements> ANYWHERE = List.of(NodeRequirements.NONE);

    /** Where pods can land that ask for nothing, as most do. */
    private record Anywhere(Set<Platform> cluster, Set<Platform> platforms) {}

    private final Supplier<Set<Platform>> ofCluster;

    /** As it was when the cluster's platforms were last seen to change. */
    private volatile Anywhere anywhere = new Anywhere(Set.of(), Set.of());

    /** @param ofCluster those of the cluster's nodes; never empty, and the same object until they change */
    PodPlatforms(Supplier<Set<Platform>> ofCluster) {
        this.ofCluster = ofCluster;
    }

    PodPlatforms(Set<Platform> clusterPlatforms) {
        if (clusterPlatforms.isEmpty()) {
            throw new IllegalArgumentException("a cluster has at least one platform");
        }
        Set<Platform> fixed = Set.copyOf(clusterPlatforms);
        this.ofCluster = () -> fixed;
    }

    Set<Platform> of(Field podSpec) {
        Set<Platform> cluster = ofCluster.get();
        return asksForNothing(podSpec)
                ? anywhere(cluster)
                : of(alternatives(podSpec, podRequirements(podSpec)), cluster);
    }

    private static boolean asksForNothing(Field podSpec) {
        return podSpec.get("affinity").saysNothing() && namesNothing(podSpec);
    }

    private static boolean namesNothing(Field podSpec) {
        return podSpec.get("os").saysNothing() && podSpec.get("nodeSelector").saysNothing();
    }

    private Set<Platform> anywhere(Set<Platform> cluster) {
        Anywhere known = anywhere;
        if (known.cluster() != cluster) {
            known = new Anywhere(cluster, of(ANYWHERE, cluster));
            anywhere = known;
        }
        return known.platforms();
    }

    private static Set<Platform> of(List<NodeRequirements> alternatives, Set<Platform> clusterPlatforms) {
        Set<Platform> platforms = alternatives.stream()
                .flatMap(alternative -> alternative.platforms(clusterPlatforms))
                .distinct()
                .limit(MOST_PLATFORMS + 1)
                .collect(Collectors.toUnmodifiableSet());
        return platforms.isEmpty() || platforms.size() > MOST_PLATFORMS ? clusterPlatforms : platforms;
    }

    /** Whether the pod says that it is for Windows: {@code os.name} decides, else its node selector. */
    static boolean isWindows(Field podSpec) {
        return !namesNothing(podSpec) && namesWindows(podSpec);
    }

    private static boolean namesWindows(Field podSpec) {
        return osName(podSpec).map(WINDOWS::equals).orElseGet(() -> nodeSelector(podSpec).entrySet().stream()
                .anyMatch(label -> NodeRequirements.isOs(label.getKey())
                        && label.getValue().equals(WINDOWS)));
    }

    /** What must hold for every node. */
    private static NodeRequirements podRequirements(Field podSpec) {
        NodeRequirements requirements = NodeRequirements.NONE;
        for (Map.Entry<String, String> label : nodeSelector(podSpec).entrySet()) {
            requirements = requirements.in(label.getKey(), Set.of(label.getValue()));
        }
        Optional<String> os = osName(podSpec);
        return os.isPresent() ? requirements.in(NodeRequirements.OS, Set.of(os.get())) : requirements;
    }

    /** The terms of the required node affinity, of which one must hold. */
    private static List<NodeRequirements> alternatives(Field podSpec, NodeRequirements pod) {
        Field required =
                podSpec.get("affinity").get("nodeAffinity").get("requiredDuringSchedulingIgnoredDuringExecution");
        if (!required.isPresent()) {
            return List.of(pod);
        }
        List<Field> terms = required.get("nodeSelectorTerms").items();
        return terms.size() > MOST_TERMS
                ? List.of()
                : terms.stream()
                        .filter(PodPlatforms::selectsAnything)
                        .map(term -> withTerm(pod, term))
                        .toList();
    }

    /** A term that asks nothing selects no node. */
    private static boolean selectsAnything(Field term) {
        return !term.get("matchExpressions").items().isEmpty()
                || !term.get("matchFields").items().isEmpty();
    }

    private static NodeRequirements withTerm(NodeRequirements pod, Field term) {
        NodeRequirements requirements = pod;
        for (Field expression : term.get("matchExpressions").items()) {
            requirements = requirements.and(
                    expression.get("key").text().orElse(""),
                    expression.get("operator").text().orElse(""),
                    values(expression));
        }
        return requirements;
    }

    private static Set<String> values(Field expression) {
        Set<String> values = new LinkedHashSet<>();
        expression
                .get("values")
                .items()
                .forEach(value -> values.add(value.text().orElse("")));
        return values;
    }

    private static Map<String, String> nodeSelector(Field podSpec) {
        return podSpec.get("nodeSelector").texts();
    }

    private static Optional<String> osName(Field podSpec) {
        return podSpec.get("os").get("name").text();
    }
}
