package dev.plimsoll.kubernetes;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.api.v1alpha1.Checks;
import dev.plimsoll.api.v1alpha1.Quantity;
import dev.plimsoll.api.v1alpha1.ValidationAction;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.policy.Check;
import dev.plimsoll.policy.Policy.Rule;
import dev.plimsoll.policy.check.ImageAdvice;
import dev.plimsoll.policy.check.ImageGrowth;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.LayerCount;
import dev.plimsoll.policy.check.LayerSize;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.policy.check.PlatformMismatch;
import dev.plimsoll.policy.check.PodSize;
import dev.plimsoll.policy.check.RootUser;
import dev.plimsoll.policy.check.WillNotStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns the checks of a policy, as they are written, into rules. */
final class ChecksMapper {

    private static final String PATH = "spec.checks";
    private static final int GROWTH_PERCENT = 25;
    private static final DataSize GROWTH_BYTES = DataSize.ofMebibytes(50);
    private static final List<String> MUTABLE_TAGS = List.of("latest");
    private static final Set<dev.plimsoll.policy.ValidationAction> ADVICE_ACTIONS =
            Set.of(dev.plimsoll.policy.ValidationAction.AUDIT);

    private final FieldProblems problems;
    private final ActionsMapper actions;
    private final Set<dev.plimsoll.policy.ValidationAction> policyActions;
    private final AdviceSource adviceSource;
    private final List<Rule> rules = new ArrayList<>();

    private ChecksMapper(
            FieldProblems problems,
            Set<dev.plimsoll.policy.ValidationAction> policyActions,
            AdviceSource adviceSource) {
        this.problems = problems;
        this.actions = new ActionsMapper(problems);
        this.policyActions = policyActions;
        this.adviceSource = adviceSource;
    }

    /** @param policyActions what follows from the violation of a check that says nothing itself */
    static List<Rule> rules(
            Checks checks,
            FieldProblems problems,
            Set<dev.plimsoll.policy.ValidationAction> policyActions,
            AdviceSource adviceSource) {
        return new ChecksMapper(problems, policyActions, adviceSource).rules(checks);
    }

    private List<Rule> rules(Checks checks) {
        size("imageSize", checks.imageSize(), max -> new ImageSize(max, adviceSource));
        size("layerSize", checks.layerSize(), LayerSize::new);
        layerCount(checks.layerCount());
        size("podSize", checks.podSize(), PodSize::new);
        imageGrowth(checks.imageGrowth());
        mutableTag(checks.mutableTag());
        rootUser(checks.rootUser());
        plain("willNotStart", checks.willNotStart(), WillNotStart::new);
        plain("platformMismatch", checks.platformMismatch(), PlatformMismatch::new);
        advice(checks.advice());
        return List.copyOf(rules);
    }

    private void size(String name, Checks.@Nullable SizeLimit size, Function<DataSize, Check> check) {
        if (size != null) {
            Optional<Check> made = max(size.max(), PATH + "." + name + ".max").map(check);
            add(name, made, size.validationActions());
        }
    }

    private Optional<DataSize> max(@Nullable Quantity max, String path) {
        if (max == null) {
            reportMissing(path);
            return Optional.empty();
        }
        return quantity(max, path).filter(size -> isPositive(size, path));
    }

    private void layerCount(Checks.@Nullable Count count) {
        if (count != null) {
            add("layerCount", layers(count.max()).map(LayerCount::new), count.validationActions());
        }
    }

    private Optional<Integer> layers(@Nullable Integer max) {
        String path = PATH + ".layerCount.max";
        if (max == null) {
            reportMissing(path);
            return Optional.empty();
        }
        return Optional.of(max).filter(layers -> isAtLeast(1, layers, path));
    }

    private void imageGrowth(Checks.@Nullable Growth growth) {
        if (growth == null) {
            return;
        }
        String path = PATH + ".imageGrowth";
        int percent = growth.maxPercent() == null ? GROWTH_PERCENT : growth.maxPercent();
        Optional<DataSize> bytes =
                growth.minBytes() == null ? Optional.of(GROWTH_BYTES) : quantity(growth.minBytes(), path + ".minBytes");
        boolean isValid = isAtLeast(0, percent, path + ".maxPercent");
        add(
                "imageGrowth",
                bytes.filter(size -> isValid).map(size -> new ImageGrowth(percent, size)),
                growth.validationActions());
    }

    private void mutableTag(Checks.@Nullable Tags tags) {
        if (tags == null) {
            return;
        }
        List<String> globs = tags.tags() == null ? MUTABLE_TAGS : tags.tags();
        boolean requireDigest = tags.requireDigest() != null && tags.requireDigest();
        boolean areValid = areTags(globs, PATH + ".mutableTag.tags");
        add(
                "mutableTag",
                areValid ? Optional.of(new MutableTag(globs, requireDigest)) : Optional.empty(),
                tags.validationActions());
    }

    /** The check knows what a tag can be; asked one by one, it says which is none. */
    private boolean areTags(List<String> globs, String path) {
        boolean all = true;
        for (int i = 0; i < globs.size(); i++) {
            List<String> one = List.of(globs.get(i));
            all &= accepted(path + "[" + i + "]", () -> new MutableTag(one, false))
                    .isPresent();
        }
        return all;
    }

    private void rootUser(Checks.@Nullable Root root) {
        if (root != null) {
            boolean allowed = root.allowUserNamespaces() == null || root.allowUserNamespaces();
            add("rootUser", Optional.of(new RootUser(allowed)), root.validationActions());
        }
    }

    private void plain(String name, Checks.@Nullable Plain plain, Supplier<Check> check) {
        if (plain != null) {
            add(name, Optional.of(check.get()), plain.validationActions());
        }
    }

    /** Unless it says so itself, it is only recorded, whatever the policy's actions are. */
    private void advice(Checks.@Nullable Advice advice) {
        if (advice == null) {
            return;
        }
        Set<dev.plimsoll.policy.ValidationAction> own =
                actions.optional(advice.validationActions(), PATH + ".advice.validationActions", ADVICE_ACTIONS);
        List<String> disabled = advice.disabled() == null ? List.of() : advice.disabled();
        for (int i = 0; i < disabled.size(); i++) {
            CheckIds.reportUnknownAdvice(disabled.get(i), PATH + ".advice.disabled[" + i + "]", problems);
        }
        rules.add(new Rule(new ImageAdvice(adviceSource, Set.copyOf(disabled)), own));
    }

    private void add(String name, Optional<? extends Check> check, @Nullable List<ValidationAction> written) {
        Set<dev.plimsoll.policy.ValidationAction> own =
                actions.optional(written, PATH + "." + name + ".validationActions", policyActions);
        check.ifPresent(it -> rules.add(new Rule(it, own)));
    }

    private Optional<DataSize> quantity(Quantity quantity, String path) {
        return accepted(path, () -> DataSize.parse(quantity.written()));
    }

    private <T> Optional<T> accepted(String path, Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (IllegalArgumentException e) {
            problems.add(path, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private boolean isPositive(DataSize size, String path) {
        return isAtLeast(1, size.bytes(), path);
    }

    private boolean isAtLeast(long least, long number, String path) {
        if (number < least) {
            problems.add(path, "must be at least " + least);
        }
        return number >= least;
    }

    /** One that is there but does not fit has been reported already. */
    private void reportMissing(String path) {
        if (problems.noneUnder(path)) {
            problems.add(path, "is missing");
        }
    }
}
