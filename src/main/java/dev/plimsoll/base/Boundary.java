package dev.plimsoll.base;

import dev.plimsoll.dockerfile.Build;
import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.Instruction.Foreign;
import dev.plimsoll.dockerfile.Instruction.RootFileSystem;
import dev.plimsoll.dockerfile.Instruction.Start;
import dev.plimsoll.image.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * How many steps of a build are the base's.
 *
 * <p>Where only the history's shape can tell, every sign counts and the last one decides: it is better to leave out a
 * step of the image's own than to blame one of its base.
 *
 * @param steps from the beginning
 */
public record Boundary(int steps, Evidence evidence) {

    /** One build seldom takes longer, and a base is seldom fresher. */
    private static final Duration GAP = Duration.ofHours(6);

    private static final String BUILDKIT = "buildkit.dockerfile";
    private static final String FROM = "FROM ";

    /** Where the base is known layer by layer. */
    public static Boundary of(Build build, KnownBase base) {
        int layers = base.image().layers().size();
        int made = 0;
        int end = 0;
        for (BuildStep step : build.steps()) {
            if (step.layer().isEmpty() && step.makesLayer()) {
                return new Boundary(byShape(build).steps(), base.evidence());
            }
            made += step.makesLayer() ? 1 : 0;
            if (made > layers) {
                break;
            }
            if (step.makesLayer()) {
                end = step.number() + 1;
            }
        }
        return new Boundary(withSettings(build, base, end), base.evidence());
    }

    /** What makes no layer and follows the base's last one is the base's as far as it stands in the base's history. */
    private static int withSettings(Build build, KnownBase base, int lastLayer) {
        List<HistoryEntry> theirs = base.image().config().history();
        int end = lastLayer;
        while (end < build.steps().size()
                && end < theirs.size()
                && !build.steps().get(end).makesLayer()
                && theirs.get(end)
                        .createdBy()
                        .equals(build.steps().get(end).entry().createdBy())) {
            end++;
        }
        return end;
    }

    /** Where nothing is the image's own. */
    public static Boundary all(Build build) {
        return new Boundary(build.steps().size(), Evidence.HISTORY);
    }

    /** Where only the history can tell. */
    public static Boundary byShape(Build build) {
        int end = Math.max(afterLastSign(build), afterFamilies(build));
        return new Boundary(end, end == 0 ? Evidence.NONE : Evidence.HISTORY);
    }

    private static int afterLastSign(Build build) {
        List<BuildStep> steps = build.steps();
        int lastLayer = last(steps, BuildStep::makesLayer);
        int finished = last(steps, step -> isStart(step) && step.number() < lastLayer);
        int rootFiles = last(steps, step -> step.instruction() instanceof RootFileSystem);
        int last = last(steps, step -> !(step.instruction() instanceof Foreign));
        int foreign = last(steps, step -> step.instruction() instanceof Foreign && step.number() < last);
        int from = last(steps, step -> step.entry().comment().startsWith(FROM)) - 1;
        return Math.max(
                        Math.max(Math.max(finished, rootFiles), Math.max(foreign, from)),
                        Math.max(lastBeforeGap(steps), lastOfOtherBuilder(steps)))
                + 1;
    }

    private static int last(List<BuildStep> steps, Predicate<BuildStep> condition) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (condition.test(steps.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isStart(BuildStep step) {
        return step.instruction() instanceof Start start && start.kind() != Start.Kind.HEALTHCHECK;
    }

    private static int lastBeforeGap(List<BuildStep> steps) {
        for (int i = steps.size() - 1; i > 0; i--) {
            if (isGap(steps.get(i - 1), steps.get(i))) {
                return i - 1;
            }
        }
        return -1;
    }

    /** In either direction: a build that wants to be repeatable sets the clock back. */
    private static boolean isGap(BuildStep before, BuildStep after) {
        Instant earlier = before.entry().created().orElse(null);
        Instant later = after.entry().created().orElse(null);
        return earlier != null
                && later != null
                && Duration.between(earlier, later).abs().compareTo(GAP) > 0;
    }

    /** The last step before all that BuildKit made, if not all was made by it. */
    private static int lastOfOtherBuilder(List<BuildStep> steps) {
        int last = last(steps, step -> !step.entry().comment().startsWith(BUILDKIT));
        return last == steps.size() - 1 ? -1 : last;
    }

    private static int afterFamilies(Build build) {
        int lastLayer = last(build.steps(), BuildStep::makesLayer);
        return ImageFamilies.official().foundIn(build).stream()
                .mapToInt(found -> after(found, build, lastLayer))
                .max()
                .orElse(0);
    }

    /** Up to how the family's build ends, or at least up to the layer that its marker announces. */
    private static int after(ImageFamilies.Found found, Build build, int lastLayer) {
        int end = ImageFamilies.lastStep(found, build).map(BuildStep::number).orElse(lastLayer);
        if (end < lastLayer) {
            return end + 1;
        }
        return found.family().marker().kind() == Marker.Kind.ENV ? afterNextLayer(found, build) : 0;
    }

    private static int afterNextLayer(ImageFamilies.Found found, Build build) {
        return build.steps().stream()
                        .skip(found.marker().number())
                        .filter(BuildStep::makesLayer)
                        .findFirst()
                        .orElse(found.marker())
                        .number()
                + 1;
    }
}
