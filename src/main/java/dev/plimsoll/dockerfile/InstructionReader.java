package dev.plimsoll.dockerfile;

import dev.plimsoll.dockerfile.Instruction.Copy;
import dev.plimsoll.dockerfile.Instruction.Foreign;
import dev.plimsoll.dockerfile.Instruction.ForeignRun;
import dev.plimsoll.dockerfile.Instruction.Metadata;
import dev.plimsoll.dockerfile.Instruction.RootFileSystem;
import dev.plimsoll.dockerfile.Instruction.Run;
import dev.plimsoll.dockerfile.Instruction.Setting;
import dev.plimsoll.dockerfile.Instruction.Start;
import dev.plimsoll.dockerfile.Instruction.WorkingDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads one line of a history in the spellings of the classic builder, BuildKit, Buildah and Podman, and Kaniko.
 *
 * <p>The classic builder, and Buildah after it, writes {@code /bin/sh -c #(nop) COPY file:… in /} for what makes no
 * container, and {@code |1 A=b /bin/sh -c make} for a RUN. BuildKit writes {@code RUN |1 A=b /bin/sh -c make # buildkit}
 * and leaves out {@code --from} and {@code --mount}. Kaniko writes the instruction as it stands in the Dockerfile.
 *
 * @see <a href="https://github.com/moby/buildkit/blob/v0.20.0/frontend/dockerfile/dockerfile2llb/convert.go">BuildKit:
 *     commitToHistory</a>
 */
final class InstructionReader {

    private static final String NO_OPERATION = "#(nop)";

    /** A shell and its options stand before it. */
    private static final int FURTHEST_NO_OPERATION = 120;

    private static final String BUILDKIT = "# buildkit";

    private static final Set<String> METADATA =
            Set.of("USER", "EXPOSE", "VOLUME", "STOPSIGNAL", "SHELL", "ONBUILD", "MAINTAINER", "FROM");

    /** How Debian's, Alpine's and BusyBox' own images begin. */
    private static final List<String> ROOT_FILE_SYSTEMS = List.of("debian.sh ", "debuerreotype ");

    private final String line;

    InstructionReader(String createdBy) {
        line = withoutBuildKit(createdBy.strip());
    }

    private static String withoutBuildKit(String text) {
        return text.endsWith(BUILDKIT)
                ? text.substring(0, text.length() - BUILDKIT.length()).strip()
                : text;
    }

    Instruction read() {
        int nop = line.indexOf(NO_OPERATION);
        if (nop >= 0 && nop <= FURTHEST_NO_OPERATION) {
            return instruction(line.substring(nop + NO_OPERATION.length()).strip());
        }
        return Shell.isCalledIn(line) || isRootFileSystem(line) ? run(line) : instruction(line);
    }

    private Instruction instruction(String text) {
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        String keyword = text.substring(0, end);
        String rest = text.substring(end).strip();
        return switch (keyword) {
            case "RUN" -> run(rest);
            case "COPY", "ADD" -> copy(text, keyword, rest);
            case "ENV" -> new Setting(text, Setting.Kind.ENV, Assignments.read(rest));
            case "ARG" -> new Setting(text, Setting.Kind.ARG, Assignments.read(rest));
            case "LABEL" -> new Setting(text, Setting.Kind.LABEL, Assignments.read(rest));
            case "WORKDIR" -> new WorkingDirectory(text, unquoted(rest));
            case "CMD" -> new Start(text, Start.Kind.CMD);
            case "ENTRYPOINT" -> new Start(text, Start.Kind.ENTRYPOINT);
            case "HEALTHCHECK" -> new Start(text, Start.Kind.HEALTHCHECK);
            default -> METADATA.contains(keyword) ? new Metadata(text, keyword) : new Foreign(text);
        };
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private Instruction run(String call) {
        Options options = Options.before(call);
        Shell shell = Shell.in(options.rest());
        String script = shell.script().strip();
        if (!shell.isPosix()) {
            return new ForeignRun(script);
        }
        List<String> words = JsonWords.read(script);
        String commands = words.isEmpty() ? script : String.join(" ", words);
        if (isRootFileSystem(commands)) {
            return new RootFileSystem(commands);
        }
        return new Run(commands, commands, shell.arguments(), options.cacheMounts());
    }

    /** {@code # debian.sh --arch 'amd64' out/ 'bookworm' '@1699228800'}. */
    private static boolean isRootFileSystem(String script) {
        String bare = script.startsWith("#") ? script.substring(1).strip() : "";
        return ROOT_FILE_SYSTEMS.stream().anyMatch(bare::startsWith);
    }

    private Instruction copy(String text, String keyword, String rest) {
        Options options = Options.before(rest);
        List<String> paths = paths(options.rest());
        if (paths.isEmpty()) {
            return new Foreign(text);
        }
        String destination = paths.get(paths.size() - 1);
        List<String> sources = paths.subList(0, paths.size() - 1);
        boolean isAdd = keyword.equals("ADD");
        return isAdd && destination.equals("/") && isArchive(sources)
                ? new RootFileSystem(text)
                : new Copy(text, isAdd, sources, destination, options.has("--chown"));
    }

    /** Of the classic builder, which writes {@code in} between source and destination, and of all others. */
    private static List<String> paths(String text) {
        List<String> json = JsonWords.read(text);
        if (!json.isEmpty()) {
            return json;
        }
        List<String> words = new ArrayList<>(List.of(text.split("\\s+")));
        words.removeIf(String::isEmpty);
        if (words.size() == 3 && words.get(1).equals("in") && words.get(0).indexOf(':') > 0) {
            words.remove(1);
        }
        return words.size() < 2 ? List.of() : words;
    }

    private static boolean isArchive(List<String> sources) {
        return sources.size() == 1
                && (sources.get(0).startsWith("file:") || sources.get(0).matches("[^:]{0,4096}\\.tar(?:\\.\\w{1,4})?"));
    }

    /** Leading options of an instruction: {@code --mount=type=cache,target=/root/.cache --chown=app}. */
    private record Options(List<String> written, String rest) {

        /** No instruction knows more; a bound, for the rest is copied behind each. */
        private static final int MOST = 16;

        static Options before(String text) {
            List<String> options = new ArrayList<>();
            String rest = text;
            while (rest.startsWith("--") && options.size() < MOST) {
                int end = rest.indexOf(' ');
                options.add(end < 0 ? rest : rest.substring(0, end));
                rest = end < 0 ? "" : rest.substring(end).strip();
            }
            return new Options(options, rest);
        }

        boolean has(String name) {
            return written.stream().anyMatch(option -> option.startsWith(name + "="));
        }

        List<String> cacheMounts() {
            return written.stream()
                    .filter(option -> option.startsWith("--mount=") && option.contains("type=cache"))
                    .map(Options::target)
                    .flatMap(Optional::stream)
                    .toList();
        }

        private static Optional<String> target(String mount) {
            for (String part : mount.substring("--mount=".length()).split(",")) {
                String[] pair = part.split("=", 2);
                if (pair.length == 2 && Set.of("target", "dst", "destination").contains(pair[0])) {
                    return Optional.of(pair[1]);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * How a RUN calls its shell.
     *
     * @param arguments build arguments before the shell
     */
    private record Shell(boolean isPosix, Map<String, String> arguments, String script) {

        private static final Pattern TAKES_SCRIPT = Pattern.compile("-[a-z]*c");
        private static final Pattern OPTION_VALUE = Pattern.compile("[a-z]+");
        private static final List<String> POSIX = List.of("sh", "bash", "ash", "dash", "zsh", "ksh");
        /** As builders write them: {@code CMD} is an instruction. */
        private static final List<String> FOREIGN = List.of("cmd", "powershell", "pwsh");

        /** Whether the line is the call of a shell, as the classic builder writes a RUN. */
        static boolean isCalledIn(String line) {
            return line.startsWith("|") || callAt(line, 0).isPresent();
        }

        static Shell in(String text) {
            if (!text.startsWith("|")) {
                return callAt(text, 0).map(call -> call.with(Map.of())).orElse(new Shell(true, Map.of(), text));
            }
            return behindArguments(text);
        }

        /** {@code |2 A=b C=d e /bin/sh -c make}: a value may hold spaces, so the shell's call ends the last one. */
        private static Shell behindArguments(String text) {
            for (int at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) {
                Optional<Call> call = callAt(text, at + 1);
                if (call.isPresent()) {
                    return call.get().with(Assignments.read(withoutCount(text.substring(0, at))));
                }
            }
            return withoutShell(text);
        }

        /** {@code |1 A=b npm ci}: without a shell, each value is one word. */
        private static Shell withoutShell(String text) {
            String[] count = text.split(" ", 2);
            int arguments = count[0].matches("\\|\\d{1,4}") ? Integer.parseInt(count[0].substring(1)) : 0;
            String[] words = count.length < 2 ? new String[0] : count[1].split(" ", arguments + 1);
            return words.length <= arguments
                    ? new Shell(false, Map.of(), "")
                    : new Shell(true, Map.of(), words[arguments]);
        }

        private static String withoutCount(String text) {
            int space = text.indexOf(' ');
            return space < 0 ? "" : text.substring(space + 1);
        }

        /** A shell's name, its options up to the one that takes the script. */
        private static Optional<Call> callAt(String text, int from) {
            int end = endOfWord(text, from);
            String program = text.substring(from, Math.min(end, from + 256));
            String name = program.substring(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1)
                    .replace(".exe", "");
            if (POSIX.contains(name)) {
                return scriptAt(text, end, true);
            }
            return FOREIGN.contains(name) && end < text.length()
                    ? Optional.of(new Call(false, text.substring(end + 1)))
                    : Optional.empty();
        }

        /** {@code -c}, {@code -lc}, {@code -o pipefail -c}, {@code -euxo pipefail -c}. */
        private static Optional<Call> scriptAt(String text, int from, boolean posix) {
            int at = from;
            for (int words = 0; words < 12 && at < text.length(); words++) {
                int end = endOfWord(text, at + 1);
                String word = text.substring(at + 1, Math.min(end, at + 1 + 64));
                if (TAKES_SCRIPT.matcher(word).matches()) {
                    return Optional.of(new Call(posix, text.substring(Math.min(end + 1, text.length()))));
                }
                if (!word.startsWith("-") && !OPTION_VALUE.matcher(word).matches()) {
                    return Optional.empty();
                }
                at = end;
            }
            return Optional.empty();
        }

        private static int endOfWord(String text, int from) {
            int end = from;
            while (end < text.length() && text.charAt(end) != ' ') {
                end++;
            }
            return end;
        }

        /** A shell's call, and the script that it is given. */
        private record Call(boolean posix, String script) {

            Shell with(Map<String, String> arguments) {
                return new Shell(posix, arguments, script);
            }
        }
    }
}
