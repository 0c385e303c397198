package dev.plimsoll.kubernetes;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.api.v1alpha1.Checks;
import dev.plimsoll.api.v1alpha1.ImageAdmissionException;
import dev.plimsoll.api.v1alpha1.ImageAdmissionExceptionSpec;
import dev.plimsoll.api.v1alpha1.ImageAdmissionPolicy;
import dev.plimsoll.api.v1alpha1.ImageAdmissionPolicySpec;
import dev.plimsoll.api.v1alpha1.ObjectMeta;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.ImagePattern;
import dev.plimsoll.policy.Match;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.Policy.Rule;
import dev.plimsoll.policy.ValidationAction;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns policies and exceptions, as they are written, into those of the core. It never stops at a problem, so that all of
 * them are told at once; what it returns is of use only if there are none.
 */
final class PolicyMapper {

    private static final int LONGEST_REASON = 1024;
    private static final Checks NO_CHECKS = new Checks(null, null, null, null, null, null, null, null, null, null);

    private final FieldProblems problems;
    private final AdviceSource adviceSource;
    private final SelectorMapper selectors;
    private final ActionsMapper actions;

    PolicyMapper(FieldProblems problems) {
        this(problems, AdviceSource.BY_HISTORY);
    }

    /** @param adviceSource what the policies' advice is to come from */
    PolicyMapper(FieldProblems problems, AdviceSource adviceSource) {
        this.problems = problems;
        this.adviceSource = adviceSource;
        this.selectors = new SelectorMapper(problems);
        this.actions = new ActionsMapper(problems);
    }

    /** The policy, unless something is wrong with it. */
    Optional<Policy> policy(ImageAdmissionPolicy written) {
        String name = name(written.metadata());
        ImageAdmissionPolicySpec spec = written.spec();
        if (spec == null) {
            reportMissing("spec");
            return Optional.empty();
        }
        Set<ValidationAction> policyActions = actions.required(spec.validationActions(), "spec.validationActions");
        Policy policy = new Policy(
                name,
                match(spec.match()),
                policyActions,
                ActionsMapper.onRegistryError(spec.onRegistryError()),
                spec.allowExceptions() == null || spec.allowExceptions(),
                rules(spec.checks(), policyActions));
        return problems.isEmpty() ? Optional.of(policy) : Optional.empty();
    }

    /** The exception, unless something is wrong with it. */
    Optional<ImageException> exception(ImageAdmissionException written) {
        String name = name(written.metadata());
        String namespace = namespace(written.metadata());
        ImageAdmissionExceptionSpec spec = written.spec();
        if (spec == null) {
            reportMissing("spec");
            return Optional.empty();
        }
        ImageException exception = new ImageException(
                name,
                namespace,
                required(patterns(spec.images(), "spec.images"), "spec.images"),
                selectors.selector(spec.objectSelector(), "spec.objectSelector"),
                Set.copyOf(checkIds(spec.checks())),
                reason(spec.reason()),
                expiresAt(spec.expiresAt()));
        return problems.isEmpty() ? Optional.of(exception) : Optional.empty();
    }

    private String name(@Nullable ObjectMeta metadata) {
        return subdomain(metadata == null ? null : metadata.name(), "metadata.name");
    }

    private String namespace(@Nullable ObjectMeta metadata) {
        return subdomain(metadata == null ? null : metadata.namespace(), "metadata.namespace");
    }

    private String subdomain(@Nullable String written, String path) {
        if (written == null || written.isEmpty()) {
            reportMissing(path);
            return "";
        }
        if (!LabelSyntax.isSubdomain(written)) {
            problems.add(
                    path,
                    "\"%s\" is not a name: lower-case letters, digits, - and ., 253 at most"
                            .formatted(MessageText.line(written, 64)));
        }
        return written;
    }

    private Match match(dev.plimsoll.api.v1alpha1.@Nullable Match written) {
        if (written == null) {
            return Match.ALL;
        }
        List<ImagePattern> images = written.images() == null
                ? Match.ALL.images()
                : required(patterns(written.images(), "spec.match.images"), "spec.match.images");
        return new Match(
                selectors.selector(written.namespaceSelector(), "spec.match.namespaceSelector"),
                selectors.selector(written.objectSelector(), "spec.match.objectSelector"),
                images,
                patterns(written.excludeImages(), "spec.match.excludeImages"));
    }

    private List<ImagePattern> patterns(@Nullable List<String> globs, String path) {
        List<ImagePattern> patterns = new ArrayList<>();
        for (int i = 0; globs != null && i < globs.size(); i++) {
            try {
                patterns.add(new ImagePattern(globs.get(i)));
            } catch (IllegalArgumentException e) {
                problems.add(path + "[" + i + "]", String.valueOf(e.getMessage()));
            }
        }
        return patterns;
    }

    private List<ImagePattern> required(List<ImagePattern> patterns, String path) {
        if (patterns.isEmpty() && problems.noneUnder(path)) {
            problems.add(path, "is missing; [\"**\"] stands for all images");
        }
        return patterns;
    }

    private List<Rule> rules(@Nullable Checks checks, Set<ValidationAction> policyActions) {
        if (checks == null) {
            reportMissing("spec.checks");
            return List.of();
        }
        if (checks.equals(NO_CHECKS) && problems.noneUnder("spec.checks")) {
            problems.add("spec.checks", "names no check");
        }
        return ChecksMapper.rules(checks, problems, policyActions, adviceSource);
    }

    private List<String> checkIds(@Nullable List<String> ids) {
        if (ids == null || ids.isEmpty()) {
            reportMissing("spec.checks");
            return List.of();
        }
        for (int i = 0; i < ids.size(); i++) {
            CheckIds.reportInexcusable(ids.get(i), "spec.checks[" + i + "]", problems);
        }
        return ids;
    }

    private String reason(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            problems.add("spec.reason", "is missing; say why the exception is granted");
            return "";
        }
        return MessageText.line(reason.strip(), LONGEST_REASON);
    }

    private Optional<Instant> expiresAt(@Nullable String written) {
        if (written == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(written).toInstant());
        } catch (DateTimeException e) {
            problems.add(
                    "spec.expiresAt",
                    "\"%s\" is not a time such as 2027-03-31T00:00:00Z".formatted(MessageText.line(written, 64)));
            return Optional.empty();
        }
    }

    private void reportMissing(String path) {
        if (problems.noneUnder(path)) {
            problems.add(path, "is missing");
        }
    }
}
