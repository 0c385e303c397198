package dev.plimsoll.audit;

import java.util.List;

/**
 * What one policy found in one namespace.
 *
 * @param findings those that matter most, as many as the bound lets through
 * @param denied of all findings, those that would be denied; {@code warned}, {@code audited}, {@code uninspected} and
 *     {@code excused} likewise, and each is counted in one of the five
 */
public record PolicyFindings(
        String namespace,
        String policy,
        List<AuditedFinding> findings,
        int denied,
        int warned,
        int audited,
        int uninspected,
        int excused) {

    public PolicyFindings {
        findings = List.copyOf(findings);
    }

    /** How many there are, whether or not the bound let them through. */
    public int total() {
        return denied + warned + audited + uninspected + excused;
    }

    /** How many the bound kept out. */
    public int omitted() {
        return total() - findings.size();
    }
}
