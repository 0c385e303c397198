package dev.plimsoll.cli;

import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Verdict;
import picocli.CommandLine.Option;

/** What a command that judges by policies is told about what follows. */
final class VerdictOptions {

    /** From which verdict on the exit status is not 0. */
    enum Failure {
        WARN,
        DENY
    }

    @Option(
            names = "--mode",
            paramLabel = "audit|enforce",
            defaultValue = "enforce",
            description = "audit: what a policy would deny is a warning. Default: enforce.")
    private Mode mode = Mode.ENFORCE;

    @Option(
            names = "--fail-on",
            paramLabel = "deny|warn",
            defaultValue = "deny",
            description = "What makes the exit status 1. Default: deny.")
    private Failure failOn = Failure.DENY;

    Mode mode() {
        return mode;
    }

    /** Whether this verdict makes the exit status 1. */
    boolean fails(Verdict verdict) {
        return switch (verdict) {
            case ALLOW -> false;
            case WARN -> failOn == Failure.WARN;
            case DENY -> true;
        };
    }
}
