package dev.plimsoll.advice;

import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.Instruction.Copy;
import java.util.Set;

/** Tells which steps copy the whole build context. */
final class ContextCopies {

    private static final Set<String> CONTEXT = Set.of(".", "./", "./.", "*", "./*");

    private ContextCopies() {}

    /**
     * Whether everything in the context is copied: {@code COPY . /app}. Of the classic builder only a hash of what was
     * copied is known, and {@code COPY / /} is rather another stage's whole file system.
     */
    static boolean isOne(BuildStep step) {
        return step.instruction() instanceof Copy copy
                && copy.sources().stream().anyMatch(CONTEXT::contains);
    }
}
