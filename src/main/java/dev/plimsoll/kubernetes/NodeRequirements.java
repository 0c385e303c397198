package dev.plimsoll.kubernetes;

import dev.plimsoll.image.Platform;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is asked of a node's operating system and of its architecture; all of it must hold. */
record NodeRequirements(Wanted os, Wanted architecture) {

    static final String OS = "kubernetes.io/os";
    static final NodeRequirements NONE = new NodeRequirements(Wanted.ANYTHING, Wanted.ANYTHING);

    private static final String OS_BETA = "beta.kubernetes.io/os";
    private static final String ARCHITECTURE = "kubernetes.io/arch";
    private static final String ARCHITECTURE_BETA = "beta.kubernetes.io/arch";

    static boolean isOs(String label) {
        return label.equals(OS) || label.equals(OS_BETA);
    }

    private static boolean isArchitecture(String label) {
        return label.equals(ARCHITECTURE) || label.equals(ARCHITECTURE_BETA);
    }

    /** These, and that the label has one of the values. */
    NodeRequirements in(String label, Set<String> values) {
        return and(label, wanted -> wanted.in(values));
    }

    /** These, and one more of a node selector's; those on other labels say nothing here. */
    NodeRequirements and(String label, String operator, Set<String> values) {
        return and(label, wanted -> switch (operator) {
            case "In" -> wanted.in(values);
            case "NotIn" -> wanted.notIn(values);
            // The kubelet sets both labels, and neither is a number.
            case "DoesNotExist", "Gt", "Lt" -> wanted.in(Set.of());
            default -> wanted;
        });
    }

    private NodeRequirements and(String label, Function<Wanted, Wanted> more) {
        if (isOs(label)) {
            return new NodeRequirements(more.apply(os), architecture);
        }
        return isArchitecture(label) ? new NodeRequirements(os, more.apply(architecture)) : this;
    }

    /** The platforms of nodes that meet these; what is not named is as in the cluster. */
    Stream<Platform> platforms(Set<Platform> cluster) {
        return os.choices().stream()
                .flatMap(osChoice -> architecture.choices().stream()
                        .flatMap(architectureChoice -> platforms(cluster, osChoice, architectureChoice)))
                .filter(platform -> !platform.isUnknown());
    }

    /** The cluster's own where some are as chosen, for they have their variant; else what was chosen, made up. */
    private Stream<Platform> platforms(Set<Platform> cluster, Wanted os, Wanted architecture) {
        List<Platform> own = cluster.stream()
                .filter(platform -> os.allows(platform.os()) && architecture.allows(platform.architecture()))
                .toList();
        return own.isEmpty() ? madeUp(cluster, os, architecture) : own.stream();
    }

    private static Stream<Platform> madeUp(Set<Platform> cluster, Wanted os, Wanted architecture) {
        return os.orAllowed(cluster.stream().map(Platform::os)).flatMap(osName -> architecture
                .orAllowed(cluster.stream().map(Platform::architecture))
                .map(name -> new Platform(osName, name)));
    }

    /**
     * What is asked of a label that every node has.
     *
     * @param only the values of which it must be one; empty if none are named
     * @param not the values that it must not be
     */
    record Wanted(Optional<Set<String>> only, Set<String> not) {

        static final Wanted ANYTHING = new Wanted(Optional.empty(), Set.of());

        Wanted in(Set<String> values) {
            Set<String> both = new LinkedHashSet<>(values);
            only.ifPresent(both::retainAll);
            return new Wanted(Optional.of(both), not);
        }

        Wanted notIn(Set<String> values) {
            Set<String> all = new LinkedHashSet<>(not);
            all.addAll(values);
            return new Wanted(only, all);
        }

        boolean allows(String value) {
            return !not.contains(value) && only.map(it -> it.contains(value)).orElse(true);
        }

        /** Each value that is named, on its own; or this, if none is. */
        List<Wanted> choices() {
            return only.map(values -> values.stream()
                            .filter(this::allows)
                            .limit(PodPlatforms.MOST_PLATFORMS + 1)
                            .map(value -> new Wanted(Optional.of(Set.of(value)), not))
                            .toList())
                    .orElse(List.of(this));
        }

        /** The values that are named; if none are, those of the given that are allowed. */
        Stream<String> orAllowed(Stream<String> values) {
            return only.map(Set::stream).orElse(values).filter(this::allows);
        }
    }
}
