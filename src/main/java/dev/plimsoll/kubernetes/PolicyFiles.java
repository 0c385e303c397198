package dev.plimsoll.kubernetes;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.policy.PolicySet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Policies and exceptions in YAML or JSON files. */
public final class PolicyFiles {

    private static final String BUILT_IN = "/policies/baseline.yaml";

    /**
     * What was read.
     *
     * @param policies those that can be used
     * @param problems all that is wrong with the others, and with the files
     */
    public record Result(PolicySet policies, List<Problem> problems) {

        public Result {
            problems = List.copyOf(problems);
        }
    }

    private PolicyFiles() {}

    /**
     * Reads a file, or the *.yaml, *.yml and *.json files directly in a folder, by name. Files whose names begin with a dot
     * are skipped, links are followed, as it takes for a mounted ConfigMap.
     *
     * @param adviceSource what the policies' advice is to come from
     */
    public static Result read(Path fileOrFolder, AdviceSource adviceSource) {
        PolicyReading reading =
                PolicyReading.of(fileOrFolder.toString(), SourceFolder.flat(fileOrFolder), adviceSource);
        return new Result(reading.policySet(), reading.problems());
    }

    /** The same, with advice by images' own histories alone. */
    public static Result read(Path fileOrFolder) {
        return read(fileOrFolder, AdviceSource.BY_HISTORY);
    }

    /** What holds if no policy is given, with advice by images' own histories alone. */
    public static PolicySet builtIn() {
        return builtIn(AdviceSource.BY_HISTORY);
    }

    /** What holds if no policy is given: it warns and records, and denies nothing. */
    public static PolicySet builtIn(AdviceSource adviceSource) {
        PolicyReading reading = PolicyReading.of(BUILT_IN, List.of(resource(BUILT_IN)), adviceSource);
        if (!reading.problems().isEmpty()) {
            throw new IllegalStateException("the built-in policy is invalid: " + reading.problems());
        }
        return reading.policySet();
    }

    private static SourceFile resource(String name) {
        try (InputStream bytes = PolicyFiles.class.getResourceAsStream(name)) {
            if (bytes == null) {
                throw new IllegalStateException("the application lacks " + name);
            }
            return SourceFile.read(name, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
