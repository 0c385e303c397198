package dev.plimsoll.base;

import dev.plimsoll.dockerfile.Build;
import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.Instruction.RootFileSystem;
import dev.plimsoll.dockerfile.Instruction.Setting;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the build of an official image writes down that tells its version.
 *
 * @param kind where it stands
 * @param name of the setting; of no meaning for files
 * @param before what stands before the version
 * @param after what ends the version; empty if it is all the rest
 */
record Marker(Kind kind, String name, String before, String after) {

    /** Where a marker stands. */
    enum Kind {
        ENV,
        ARG,
        /** Only one that is set before the first layer: later ones are anybody's. */
        LABEL,
        /** The instruction that puts the root file system in place. */
        FILES
    }

    private static final String VERSION = "{version}";

    /** As much of a tag as a version can be. */
    private static final Pattern TAG = Pattern.compile("[0-9][A-Za-z0-9._-]{0,63}|[a-z]{3,16}");

    /** @param written such as {@code ENV NODE_VERSION={version}} */
    static Marker parse(String written) {
        String[] words = written.split(" ", 2);
        Kind kind = Kind.valueOf(words[0]);
        String[] setting = kind == Kind.FILES ? new String[] {"", words[1]} : words[1].split("=", 2);
        int at = setting[1].indexOf(VERSION);
        return new Marker(kind, setting[0], setting[1].substring(0, at), setting[1].substring(at + VERSION.length()));
    }

    /** The version that the step tells, if it is what this marks. */
    Optional<String> versionIn(BuildStep step, Build build) {
        return textOf(step, build).flatMap(this::version);
    }

    private Optional<String> textOf(BuildStep step, Build build) {
        return switch (kind) {
            case ENV -> step.instruction().valueOf(Setting.Kind.ENV, name);
            case ARG -> step.instruction().valueOf(Setting.Kind.ARG, name);
            case LABEL ->
                precedesLayers(step, build) ? step.instruction().valueOf(Setting.Kind.LABEL, name) : Optional.empty();
            case FILES ->
                step.instruction() instanceof RootFileSystem files ? Optional.of(files.text()) : Optional.empty();
        };
    }

    private static boolean precedesLayers(BuildStep step, Build build) {
        return step.number() < 8
                && build.steps().subList(0, step.number()).stream().noneMatch(BuildStep::makesLayer);
    }

    private Optional<String> version(String text) {
        int from = text.indexOf(before);
        if (from < 0 || kind != Kind.FILES && from > 0) {
            return Optional.empty();
        }
        String rest = text.substring(from + before.length());
        int end = after.isEmpty() ? rest.length() : rest.indexOf(after);
        return end < 0
                ? Optional.empty()
                : Optional.of(rest.substring(0, end).replace('+', '_'))
                        .filter(version -> TAG.matcher(version).matches())
                        .filter(version -> kind == Kind.FILES || Character.isDigit(version.charAt(0)));
    }
}
