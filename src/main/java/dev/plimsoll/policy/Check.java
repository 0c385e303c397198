package dev.plimsoll.policy;

/**
 * Something that must hold for what is under review. A check is pure: it is given facts and says what is wrong. What
 * follows from it is for the policy to say.
 */
public sealed interface Check permits ContainerCheck, WorkloadCheck {

    /** The check's one name: in policies, messages, annotations, metrics, reports and documents. */
    String id();
}
