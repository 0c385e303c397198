package dev.plimsoll.kubernetes;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.kubernetes.PolicyStore.Refresh;
import dev.plimsoll.policy.PolicySet;
import java.nio.file.Path;
import java.util.List;

/**
 * A file or folder of policies, and what was good of it when it was last looked at. Content is compared, not times: a
 * mounted ConfigMap changes by its links, and an editor can be faster than a file system's clock.
 */
final class WatchedPolicies {

    private final Path path;
    private final AdviceSource adviceSource;

    private List<SourceFile> files;
    private PolicyReading inForce;

    WatchedPolicies(Path path, AdviceSource adviceSource) {
        this.path = path;
        this.adviceSource = adviceSource;
        this.files = SourceFolder.flat(path);
        this.inForce = PolicyReading.of(path.toString(), files, adviceSource);
    }

    Refresh look() {
        List<SourceFile> now = SourceFolder.flat(path);
        boolean changed = !now.equals(files);
        if (changed) {
            files = now;
            inForce = PolicyReading.of(path.toString(), now, adviceSource).keepingLastGood(inForce, path.toString());
        }
        return new Refresh(changed, inForce.problems());
    }

    List<Problem> problems() {
        return inForce.problems();
    }

    PolicySet policies() {
        return inForce.policySet();
    }
}
