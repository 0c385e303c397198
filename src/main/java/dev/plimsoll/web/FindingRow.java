package dev.plimsoll.web;

import dev.plimsoll.audit.AuditedFinding;
import dev.plimsoll.audit.Owner;
import dev.plimsoll.policy.Violation;

/**
 * A line of a table of findings.
 *
 * @param href of the namespace's page; empty if it has none
 * @param action what follows: {@code denied}, {@code warned}, {@code recorded} or {@code excused}
 * @param about the container; empty if it is about the whole workload
 * @param excuse the exception that excuses it, and why; empty if none does
 */
record FindingRow(
        String kind,
        String namespace,
        String name,
        String href,
        String action,
        String check,
        String about,
        String problem,
        String remedy,
        String excuse,
        String policy) {

    static FindingRow of(AuditedFinding audited, Links links) {
        Owner owner = audited.owner();
        Violation violation = audited.finding().violation();
        return new FindingRow(
                owner.kind(),
                owner.namespace(),
                owner.name(),
                links.namespace(owner.namespace()),
                audited.excuse().isPresent()
                        ? "excused"
                        : ImageRow.word(audited.finding().strongestAction()),
                violation
                        .advice()
                        .map(Violation.Advice::check)
                        .orElse(audited.finding().check()),
                audited.finding().container().orElse(""),
                violation.problem(),
                violation.remedy(),
                audited.excuse().map(it -> it.exception() + ": " + it.reason()).orElse(""),
                audited.finding().policy());
    }
}
