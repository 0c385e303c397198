package dev.plimsoll.dockerfile;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One step of a build, whichever tool wrote it down.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
public sealed interface Instruction {

    /**
     * For people: one line, without what a builder puts around it, and without build arguments, which may be secret.
     * Anything else in it may be secret as well: show {@link Excerpt#of} of it.
     */
    String text();

    /**
     * A command run by a POSIX shell, or without one.
     *
     * @param script what was run
     * @param arguments build arguments that were in force, as {@code |2 A=b C=d} tells them
     * @param cacheMounts where a cache was mounted, as far as the history says so, which BuildKit's does not
     */
    record Run(String text, String script, Map<String, String> arguments, List<String> cacheMounts)
            implements Instruction {

        public Run {
            arguments = Map.copyOf(arguments);
            cacheMounts = List.copyOf(cacheMounts);
        }
    }

    /** A command run by another shell, such as PowerShell or cmd, which is not looked into. */
    record ForeignRun(String text) implements Instruction {}

    /**
     * Files put into the image.
     *
     * @param sources as written; of the classic builder, a kind and a hash: {@code dir:0123…}
     * @param destination as written
     * @param changesOwner whether {@code --chown} was given
     */
    record Copy(String text, boolean isAdd, List<String> sources, String destination, boolean changesOwner)
            implements Instruction {

        public Copy {
            sources = List.copyOf(sources);
        }

        /** Whether only a hash is known of what was copied. */
        public boolean isHashed() {
            return sources.stream().anyMatch(it -> it.matches("(?:file|dir|multi):[0-9a-f]{8,128}"));
        }
    }

    /** A whole root file system put in place: the beginning of an image that has no other base. */
    record RootFileSystem(String text) implements Instruction {}

    /** {@code ENV}, {@code ARG} or {@code LABEL}: names and values, an argument without a default being empty. */
    record Setting(String text, Kind kind, Map<String, String> values) implements Instruction {

        /** What is set. */
        public enum Kind {
            ENV,
            ARG,
            LABEL
        }

        public Setting {
            values = Map.copyOf(values);
        }
    }

    record WorkingDirectory(String text, String path) implements Instruction {}

    /** What runs when a container starts: {@code CMD} or {@code ENTRYPOINT}; or checks that it does: {@code HEALTHCHECK}. */
    record Start(String text, Kind kind) implements Instruction {

        /** What it says of the start. */
        public enum Kind {
            CMD,
            ENTRYPOINT,
            HEALTHCHECK
        }
    }

    /** An instruction that neither makes files nor starts anything: {@code USER}, {@code EXPOSE}, {@code VOLUME}, … */
    record Metadata(String text, String keyword) implements Instruction {}

    /** A step of a tool that has no instructions: Jib, ko, Bazel, buildpacks, apko, an import, or one unknown. */
    record Foreign(String text) implements Instruction {}

    /**
     * Reads a line of an image's history.
     *
     * @param createdBy in any spelling; one that is not known gives {@link Foreign}
     */
    static Instruction read(String createdBy) {
        return new InstructionReader(createdBy).read();
    }

    /** The value of an assignment or label of that name, if this is one. */
    default Optional<String> valueOf(Setting.Kind kind, String name) {
        return this instanceof Setting setting && setting.kind() == kind
                ? Optional.ofNullable(setting.values().get(name))
                : Optional.empty();
    }
}
