package dev.plimsoll.web;

import dev.plimsoll.policy.Check;
import dev.plimsoll.policy.check.ImageAdvice;
import dev.plimsoll.policy.check.ImageGrowth;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.LayerCount;
import dev.plimsoll.policy.check.LayerSize;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.policy.check.PodSize;
import dev.plimsoll.policy.check.RootUser;
import java.util.stream.Collectors;

/** What a policy has set of its checks. */
final class CheckParameters {

    private CheckParameters() {}

    /** In words; empty if there is nothing to set. */
    static String of(Check check) {
        if (check instanceof ImageSize size) {
            return "at most " + size.max();
        }
        if (check instanceof LayerSize size) {
            return "at most " + size.max();
        }
        if (check instanceof PodSize size) {
            return "at most " + size.max();
        }
        if (check instanceof LayerCount count) {
            return "at most " + count.max();
        }
        if (check instanceof ImageGrowth growth) {
            return "at most %d %% more, if that is over %s".formatted(growth.maxPercent(), growth.minBytes());
        }
        if (check instanceof MutableTag tag) {
            return tag.requireDigest() ? "a digest is required" : "not " + String.join(", ", tag.tags());
        }
        if (check instanceof RootUser root) {
            return root.allowUserNamespaces() ? "user namespaces are allowed" : "";
        }
        return check instanceof ImageAdvice advice && !advice.disabled().isEmpty()
                ? "without " + advice.disabled().stream().sorted().collect(Collectors.joining(", "))
                : "";
    }
}
