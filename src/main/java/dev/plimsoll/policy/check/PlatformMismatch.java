package dev.plimsoll.policy.check;

import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.CheckDescription;
import dev.plimsoll.policy.ContainerCheck;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.Violation;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An image must have a manifest for at least one platform that the pod can be scheduled on.
 *
 * <p>Compared are the platforms that the index offers, or the one in a single image's config, with those that the pod's
 * node selector and affinity leave, else the cluster's. An image that does not say what it is for passes. An image volume
 * is judged only if it is an index: from one that offers nothing suitable the runtime pulls nothing, while a single
 * image is pulled whatever its platform, and files need none.
 *
 * @see <a href="https://github.com/containerd/containerd/blob/v2.0.0/core/images/image.go">How containerd chooses a
 *     manifest</a>
 */
public record PlatformMismatch() implements ContainerCheck {

    public static final CheckDescription DESCRIPTION = new CheckDescription(
            "platform-mismatch",
            "The image has no manifest for any platform that the pod can be scheduled on.",
            "The pod would be scheduled and then stay in `ImagePullBackOff` (\"no match for platform in manifest\"), or, "
                    + "with a single image, crash at once with \"exec format error\".",
            "Build the image for the nodes' platform (`docker buildx build --platform`), or let the pod be scheduled only "
                    + "where the image runs, with a `nodeSelector` on `kubernetes.io/arch` and `kubernetes.io/os`.",
            List.of());

    private static final int MOST_NAMED = 4;
    private static final int LONGEST_PLATFORM = 32;

    @Override
    public String id() {
        return DESCRIPTION.id();
    }

    @Override
    public boolean needsImage(ContainerSubject subject) {
        return true;
    }

    @Override
    public List<Violation> check(ContainerSubject subject, Inspections inspections) {
        return inspections
                .of(subject.container())
                .filter(inspection ->
                        subject.container().runs() || inspection.images().isEmpty())
                .filter(inspection -> !canRun(inspection.offered(), subject.platforms()))
                .map(PlatformMismatch::known)
                .filter(offered -> !offered.isEmpty())
                .map(offered -> List.of(violation(subject, offered)))
                .orElse(List.of());
    }

    private static boolean canRun(Set<Platform> offered, Set<Platform> nodes) {
        for (Platform platform : offered) {
            for (Platform node : nodes) {
                if (!platform.isUnknown() && node.runs(platform)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Build attestations are for none. */
    private static List<Platform> known(Inspection inspection) {
        return inspection.offered().stream()
                .filter(platform -> !platform.isUnknown())
                .toList();
    }

    private static Violation violation(ContainerSubject subject, List<Platform> offered) {
        return new Violation(
                "%s is for %s, the pod can only run on %s"
                        .formatted(subject.image(), listed(offered), listed(subject.platforms())),
                "build it for that platform or change the nodeSelector");
    }

    private static String listed(Collection<Platform> platforms) {
        String named = platforms.stream()
                .map(platform -> MessageText.line(platform.toString(), LONGEST_PLATFORM))
                .sorted()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
        int more = platforms.size() - MOST_NAMED;
        return more > 0 ? named + " and %d more".formatted(more) : named;
    }
}
