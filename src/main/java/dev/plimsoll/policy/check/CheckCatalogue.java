package dev.plimsoll.policy.check;

import dev.plimsoll.policy.CheckDescription;
import dev.plimsoll.policy.CheckDescription.Parameter;
import dev.plimsoll.policy.Finding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All that can be found, in the order in which it is told. */
public final class CheckCatalogue {

    private static final CheckDescription INVALID_REFERENCE = new CheckDescription(
            Finding.INVALID_REFERENCE,
            "What stands in the `image` field is no image reference.",
            "The kubelet cannot pull it (`InvalidImageName`), and nothing else can be said of it: what cannot be read must "
                    + "not pass for lack of findings.",
            "Correct the field: `registry/repository:tag` or `registry/repository@sha256:…`, the repository in lower case. "
                    + "An unfilled template variable is the usual cause.",
            List.of());

    private static final CheckDescription UNINSPECTED = new CheckDescription(
            Finding.UNINSPECTED,
            "The image could not be looked at, so the checks that need it did not speak.",
            "An image that was not looked at was not judged. Whether that is tolerable is for the policy to say; the checks "
                    + "that need no registry still speak. The reason in the message says whose turn it is: `not-found` and "
                    + "`unauthorized` that of the pod's author, `rate-limited`, `unavailable` and `timed-out` that of the "
                    + "registry's operator, `refused`, `overloaded` and `unsupported` that of this installation's.",
            "Correct the name or the pull secret if the reason is `not-found` or `unauthorized`; otherwise try again, and "
                    + "ask the operator if it stays.",
            List.of(new Parameter(
                    "onRegistryError",
                    "Warn",
                    "What follows, a field of the policy itself: `Allow`, `Warn` or `Deny`.")));

    private static final List<CheckDescription> ALL = List.of(
            ImageSize.DESCRIPTION,
            LayerSize.DESCRIPTION,
            LayerCount.DESCRIPTION,
            PodSize.DESCRIPTION,
            ImageGrowth.DESCRIPTION,
            MutableTag.DESCRIPTION,
            RootUser.DESCRIPTION,
            WillNotStart.DESCRIPTION,
            PlatformMismatch.DESCRIPTION,
            INVALID_REFERENCE,
            UNINSPECTED);

    private CheckCatalogue() {}

    /** Every check, and at the end the two findings that no policy has to ask for. */
    public static List<CheckDescription> all() {
        return ALL;
    }

    /** The ids of all of them, in the same order. */
    public static Set<String> ids() {
        LinkedHashSet<String> ids = new LinkedHashSet<>();
        ALL.forEach(description -> ids.add(description.id()));
        return ids;
    }
}
