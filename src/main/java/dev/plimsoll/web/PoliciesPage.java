package dev.plimsoll.web;

import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.PolicyFindings;
import dev.plimsoll.kubernetes.ResourceStanding;
import dev.plimsoll.kubernetes.ResourceState;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.LabelSelector;
import dev.plimsoll.policy.Match;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.ValidationAction;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is judged by.
 *
 * @param unusable resources that are not in force as they are written
 * @param builtIn whether there are none but the built-in one
 */
record PoliciesPage(
        Links links,
        List<PolicyCard> policies,
        List<ExceptionRow> exceptions,
        List<Broken> unusable,
        boolean builtIn,
        boolean enforced)
        implements Page {

    /**
     * A policy in force.
     *
     * @param outdated whether a later version of it cannot be used
     * @param speaksOf which objects and images
     * @param judged whether the audit judged by it
     */
    record PolicyCard(
            String name,
            boolean outdated,
            String actions,
            String onRegistryError,
            boolean allowsExceptions,
            String speaksOf,
            List<RuleRow> rules,
            boolean judged,
            int denied,
            int warned,
            int recorded,
            int excused) {

        /** Whether the audit found nothing by it. */
        public boolean quiet() {
            return denied + warned + recorded + excused == 0;
        }
    }

    /** A check of a policy. */
    record RuleRow(String check, String parameters, String actions) {}

    /**
     * An exception.
     *
     * @param standing {@code in force}, {@code ends soon} or {@code expired}
     */
    record ExceptionRow(
            String name,
            String namespace,
            String href,
            String images,
            String objects,
            String checks,
            String reason,
            String expires,
            String left,
            String standing) {}

    /** A resource that cannot be used as it is written. */
    record Broken(String kind, String name, boolean earlierHolds, List<String> problems) {}

    /** As in the alerts. */
    private static final Duration SOON = Duration.ofDays(7);

    static PoliciesPage of(Snapshot snapshot, Links links) {
        Optional<AuditResult> result =
                snapshot.audit() instanceof AuditState.Known known ? Optional.of(known.result()) : Optional.empty();
        Set<String> outdated = snapshot.resources().stream()
                .filter(it ->
                        it.state() == ResourceState.OUTDATED && it.namespace().isEmpty())
                .map(ResourceStanding::name)
                .collect(Collectors.toSet());
        return new PoliciesPage(
                links,
                snapshot.policies().policies().stream()
                        .map(policy -> card(policy, outdated.contains(policy.name()), result))
                        .toList(),
                snapshot.policies().exceptions().stream()
                        .sorted(Comparator.comparing(ImageException::qualifiedName))
                        .map(exception -> row(exception, snapshot, links))
                        .toList(),
                snapshot.resources().stream()
                        .filter(it -> it.state() != ResourceState.IN_FORCE)
                        .map(PoliciesPage::broken)
                        .toList(),
                snapshot.builtIn(),
                snapshot.mode() == Mode.ENFORCE);
    }

    private static PolicyCard card(Policy policy, boolean outdated, Optional<AuditResult> result) {
        List<PolicyFindings> found = result.map(AuditResult::findings).orElse(List.of()).stream()
                .filter(it -> it.policy().equals(policy.name()))
                .toList();
        return new PolicyCard(
                policy.name(),
                outdated,
                words(policy.actions()),
                words(policy.onRegistryError()),
                policy.allowExceptions(),
                speaksOf(policy.match()),
                policy.rules().stream()
                        .map(rule ->
                                new RuleRow(rule.check().id(), CheckParameters.of(rule.check()), words(rule.actions())))
                        .toList(),
                result.filter(it -> it.policies().contains(policy.name())).isPresent(),
                found.stream().mapToInt(PolicyFindings::denied).sum(),
                found.stream().mapToInt(PolicyFindings::warned).sum(),
                found.stream().mapToInt(it -> it.audited() + it.uninspected()).sum(),
                found.stream().mapToInt(PolicyFindings::excused).sum());
    }

    /** As a policy writes them, strongest first. */
    private static String words(Set<ValidationAction> actions) {
        return actions.stream()
                .sorted(Comparator.reverseOrder())
                .map(action -> switch (action) {
                    case DENY -> "Deny";
                    case WARN -> "Warn";
                    case AUDIT -> "Audit";
                })
                .collect(Collectors.joining(", "));
    }

    private static String speaksOf(Match match) {
        String images =
                match.images().equals(Match.ALL.images()) ? "every image" : "images like " + join(match.images());
        String but = match.excludedImages().isEmpty() ? "" : " but " + join(match.excludedImages());
        String namespaces =
                match.namespaces().requirements().isEmpty() ? "" : " in namespaces with " + words(match.namespaces());
        String objects = match.objects().requirements().isEmpty() ? "" : ", of objects with " + words(match.objects());
        return images + but + namespaces + objects;
    }

    private static String join(List<?> parts) {
        return parts.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String words(LabelSelector selector) {
        return selector.requirements().stream().map(PoliciesPage::words).collect(Collectors.joining(" and "));
    }

    private static String words(LabelSelector.Requirement requirement) {
        String values = requirement.values().stream().sorted().collect(Collectors.joining(", "));
        return requirement.key()
                + switch (requirement.operator()) {
                    case IN -> requirement.values().size() == 1 ? "=" + values : " in (" + values + ")";
                    case NOT_IN -> " not in (" + values + ")";
                    case EXISTS -> "";
                    case DOES_NOT_EXIST -> " absent";
                };
    }

    private static ExceptionRow row(ImageException exception, Snapshot snapshot, Links links) {
        boolean expired = exception.hasExpired(snapshot.now());
        Optional<Duration> left = exception.expiresAt().map(end -> Duration.between(snapshot.now(), end));
        boolean soon = left.filter(it -> it.compareTo(SOON) < 0).isPresent();
        return new ExceptionRow(
                exception.name(),
                exception.namespace(),
                links.namespace(exception.namespace()),
                join(exception.images()),
                words(exception.objects()),
                exception.checks().stream().sorted().collect(Collectors.joining(", ")),
                exception.reason(),
                exception.expiresAt().map(Format::time).orElse("never"),
                left.map(it -> expired ? Format.span(it.negated()) + " ago" : "in " + Format.span(it))
                        .orElse(""),
                expired ? "expired" : soon ? "ends soon" : "in force");
    }

    private static Broken broken(ResourceStanding standing) {
        return new Broken(
                standing.kind(),
                standing.namespace().isEmpty() ? standing.name() : standing.namespace() + "/" + standing.name(),
                standing.state() == ResourceState.OUTDATED,
                standing.problems());
    }

    @Override
    public String template() {
        return "policies";
    }

    @Override
    public String title() {
        return "Policies";
    }

    @Override
    public String section() {
        return "policies";
    }
}
