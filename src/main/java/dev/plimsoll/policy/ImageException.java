package dev.plimsoll.policy;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.workload.Container;
import dev.plimsoll.workload.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Excuses workloads of one namespace from some checks.
 *
 * @param checks the checks' ids
 * @param reason why, for people
 * @param expiresAt from this moment on it is as if it were not there
 */
public record ImageException(
        String name,
        String namespace,
        List<ImagePattern> images,
        LabelSelector objects,
        Set<String> checks,
        String reason,
        Optional<Instant> expiresAt) {

    public ImageException {
        images = List.copyOf(images);
        checks = Set.copyOf(checks);
    }

    public boolean selects(Workload workload, Instant now) {
        return namespace.equals(workload.namespace().name()) && objects.selects(workload.labels()) && !hasExpired(now);
    }

    /** Whether its end has come. */
    public boolean hasExpired(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
    }

    /** {@code shop/legacy-importer}. */
    public String qualifiedName() {
        return namespace + "/" + name;
    }

    public boolean excuses(String check, Container container) {
        return checks.contains(check)
                && container.reference().map(this::matches).orElse(false);
    }

    private boolean matches(ImageReference reference) {
        return images.stream().anyMatch(pattern -> pattern.matches(reference));
    }
}
