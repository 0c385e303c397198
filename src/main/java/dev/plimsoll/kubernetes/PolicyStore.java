package dev.plimsoll.kubernetes;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicySet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policies in force. Those from files follow the files when told to look; a policy that became invalid stays in force
 * as it last was. Safe for use by many threads; has none of its own.
 */
public final class PolicyStore {

    /**
     * What looking again brought.
     *
     * @param changed whether the files say anything else than when they were last looked at
     * @param problems with what they say now
     */
    public record Refresh(boolean changed, List<Problem> problems) {

        private static final Refresh NOTHING = new Refresh(false, List.of());

        public Refresh {
            problems = List.copyOf(problems);
        }
    }

    /** What comes of both, until either changes. */
    private record Merged(PolicySet ofFiles, PolicySet ofCluster, PolicySet together) {

        static Merged of(PolicySet files, PolicySet cluster) {
            Set<String> policies = cluster.policies().stream().map(Policy::name).collect(Collectors.toSet());
            Set<String> exceptions = cluster.exceptions().stream()
                    .map(ImageException::qualifiedName)
                    .collect(Collectors.toSet());
            return new Merged(
                    files,
                    cluster,
                    new PolicySet(
                            join(cluster.policies(), files.policies(), it -> !policies.contains(it.name())),
                            join(
                                    cluster.exceptions(),
                                    files.exceptions(),
                                    it -> !exceptions.contains(it.qualifiedName()))));
        }

        private static <T> List<T> join(List<T> all, List<T> some, Predicate<T> which) {
            return Stream.concat(all.stream(), some.stream().filter(which)).toList();
        }
    }

    private static final PolicySet NONE = new PolicySet(List.of(), List.of());

    private final Optional<WatchedPolicies> watched;
    private final Supplier<PolicySet> cluster;

    private volatile PolicySet current;
    private volatile Merged merged = new Merged(NONE, NONE, NONE);

    private PolicyStore(Optional<WatchedPolicies> watched, Supplier<PolicySet> cluster, PolicySet current) {
        this.watched = watched;
        this.cluster = cluster;
        this.current = current;
    }

    /** Policies that never change. */
    public static PolicyStore of(PolicySet policies) {
        return new PolicyStore(Optional.empty(), () -> NONE, policies);
    }

    /**
     * The policies in a file or folder, as {@link PolicyFiles#read} finds them.
     *
     * @param adviceSource what the policies' advice is to come from
     * @throws InvalidPoliciesException if anything is wrong with them: nothing good is in force yet that could stay
     */
    public static PolicyStore watching(Path fileOrFolder, AdviceSource adviceSource) {
        WatchedPolicies watched = new WatchedPolicies(fileOrFolder, adviceSource);
        if (!watched.problems().isEmpty()) {
            throw new InvalidPoliciesException(watched.problems());
        }
        return new PolicyStore(Optional.of(watched), () -> NONE, watched.policies());
    }

    /** The same, with advice by images' own histories alone. */
    public static PolicyStore watching(Path fileOrFolder) {
        return watching(fileOrFolder, AdviceSource.BY_HISTORY);
    }

    /** None but those that others bring. */
    public static PolicyStore empty() {
        return of(NONE);
    }

    /**
     * These and the cluster's; where both name one, the cluster's holds. To be used instead of this one.
     *
     * @param cluster the same object until something changes
     */
    public PolicyStore with(Supplier<PolicySet> cluster) {
        return new PolicyStore(watched, cluster, current);
    }

    public PolicySet current() {
        PolicySet ofFiles = current;
        PolicySet ofCluster = cluster.get();
        Merged known = merged;
        if (known.ofFiles() != ofFiles || known.ofCluster() != ofCluster) {
            known = Merged.of(ofFiles, ofCluster);
            merged = known;
        }
        return ofCluster == NONE ? ofFiles : known.together();
    }

    /**
     * Looks at the files and, where their content changed, takes over what is valid. Reads every file, so every few
     * seconds is often enough.
     */
    public synchronized Refresh refresh() {
        return watched.map(this::refresh).orElse(Refresh.NOTHING);
    }

    private Refresh refresh(WatchedPolicies watched) {
        Refresh refresh = watched.look();
        if (refresh.changed()) {
            current = watched.policies();
        }
        return refresh;
    }
}
