package dev.plimsoll.web;

import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.AuditedFinding;
import dev.plimsoll.audit.Owner;
import dev.plimsoll.audit.PolicyFindings;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.ValidationAction;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What would be denied if policies meant what they say: in audit mode what they would deny is a warning, and yet it is what
 * people ask for before they enforce.
 *
 * @param denied by owner, one of the findings that would have it denied
 * @param complete whether all findings were there to look at
 */
record Enforcement(Map<Owner, AuditedFinding> denied, boolean complete) {

    static Enforcement of(AuditResult result, PolicySet policies) {
        Map<String, Policy> byName =
                policies.policies().stream().collect(Collectors.toMap(Policy::name, Function.identity(), (a, b) -> a));
        Map<Owner, AuditedFinding> denied = new TreeMap<>();
        for (PolicyFindings found : result.findings()) {
            for (AuditedFinding audited : found.findings()) {
                if (audited.excuse().isEmpty() && denies(audited.finding(), result.mode(), byName)) {
                    denied.putIfAbsent(audited.owner(), audited);
                }
            }
        }
        boolean complete = result.findings().stream().allMatch(found -> found.omitted() == 0);
        return new Enforcement(denied, complete);
    }

    private static boolean denies(Finding finding, Mode mode, Map<String, Policy> policies) {
        if (mode == Mode.ENFORCE) {
            return finding.has(ValidationAction.DENY);
        }
        Policy policy = policies.get(finding.policy());
        return policy != null && actions(finding, policy).contains(ValidationAction.DENY);
    }

    private static Set<ValidationAction> actions(Finding finding, Policy policy) {
        if (finding.check().equals(Finding.UNINSPECTED)) {
            return policy.onRegistryError();
        }
        return policy.rules().stream()
                .filter(rule -> rule.check().id().equals(finding.check()))
                .map(Policy.Rule::actions)
                .findFirst()
                .orElse(policy.actions());
    }

    Collection<AuditedFinding> reasons() {
        return denied.values();
    }
}
