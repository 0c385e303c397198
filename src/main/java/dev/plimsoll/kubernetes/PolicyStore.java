package dev.plimsoll.kubernetes;

import dev.plimsoll.policy.PolicySet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

    private final Optional<WatchedPolicies> watched;

    private volatile PolicySet current;

    private PolicyStore(Optional<WatchedPolicies> watched, PolicySet current) {
        this.watched = watched;
        this.current = current;
    }

    /** Policies that never change. */
    public static PolicyStore of(PolicySet policies) {
        return new PolicyStore(Optional.empty(), policies);
    }

    /**
     * The policies in a file or folder, as {@link PolicyFiles#read} finds them.
     *
     * @throws InvalidPoliciesException if anything is wrong with them: nothing good is in force yet that could stay
     */
    public static PolicyStore watching(Path fileOrFolder) {
        WatchedPolicies watched = new WatchedPolicies(fileOrFolder);
        if (!watched.problems().isEmpty()) {
            throw new InvalidPoliciesException(watched.problems());
        }
        return new PolicyStore(Optional.of(watched), watched.policies());
    }

    public PolicySet current() {
        return current;
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
