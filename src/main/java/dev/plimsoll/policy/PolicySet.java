package dev.plimsoll.policy;

import java.util.List;

/** The policies and exceptions in force at one moment. */
public record PolicySet(List<Policy> policies, List<ImageException> exceptions) {

    public PolicySet {
        policies = List.copyOf(policies);
        exceptions = List.copyOf(exceptions);
    }
}
