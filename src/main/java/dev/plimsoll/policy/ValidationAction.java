package dev.plimsoll.policy;

/**
 * What follows from a violation, weakest first.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">The same words in
 *     ValidatingAdmissionPolicy</a>
 */
public enum ValidationAction {
    /** It is recorded; the answer to the request stays as it is. */
    AUDIT,
    /** The request is admitted and whoever sent it is told. */
    WARN,
    /** The request is rejected. */
    DENY
}
