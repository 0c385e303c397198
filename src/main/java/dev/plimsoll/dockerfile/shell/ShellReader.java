package dev.plimsoll.dockerfile.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Splits scripts into commands, in one pass.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html">POSIX' shell command language</a>
 */
final class ShellReader {

    /** {@code sh -c "sh -c '…'"}: each level costs as much as the script is long. */
    private static final int DEEPEST = 4;

    private static final Set<String> KEYWORDS =
            Set.of("if", "then", "elif", "else", "fi", "while", "until", "do", "done", "{", "}", "!", "time", "coproc");

    private static final Set<String> DECLARATIONS = Set.of("export", "readonly", "declare", "typeset", "local");

    /** A document that follows the line: {@code <<EOF}. */
    private record HereDocument(String delimiter, boolean tabsIgnored, boolean isScript) {}

    private final Function<String, Optional<String>> environment;
    private final Map<String, String> variables = new HashMap<>();
    private final Values changes = new Values();
    private final List<ShellCommand> commands = new ArrayList<>();

    ShellReader(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    ShellScript read(String text) {
        new Pass(text, 0).run();
        return new ShellScript(commands, changes);
    }

    private Optional<String> variable(String name) {
        String own = variables.get(name);
        return own == null ? environment.apply(name) : Optional.of(own);
    }

    private void set(Word assignment) {
        variables.put(assignment.assignedName(), assignment.assignedValue());
        changes.set(assignment.assignedName(), commands.size(), assignment.assignedValue());
    }

    /** One script, or one within another. */
    private final class Pass {

        private final String text;
        private final int depth;
        private final WordReader reader;
        private final List<Word> words = new ArrayList<>();
        private final List<HereDocument> documents = new ArrayList<>();

        /** For each {@code case} that is open, whether a pattern is being read. */
        private final Deque<Boolean> cases = new ArrayDeque<>();

        Pass(String text, int depth) {
            this.text = text;
            this.depth = depth;
            this.reader = new WordReader(text, ShellReader.this::variable);
        }

        void run() {
            while (reader.position() < text.length()) {
                readNext();
            }
            endCommand();
        }

        private void readNext() {
            int at = reader.position();
            switch (text.charAt(at)) {
                case ' ', '\t', '\r' -> reader.moveTo(at + 1);
                case '\n' -> endLine(at);
                case '#' -> reader.moveTo(endOfLine(at));
                case '\\' -> readBackslash(at);
                case ';', '&', '|' -> readOperator(at);
                case '(', ')' -> readBracket(at);
                case '<', '>' -> readRedirection(at);
                default -> readWords();
            }
        }

        private void readBackslash(int at) {
            if (text.startsWith("\\\n", at)) {
                reader.moveTo(at + 2);
            } else if (text.startsWith("\\\r\n", at)) {
                reader.moveTo(at + 3);
            } else {
                readWords();
            }
        }

        private int endOfLine(int at) {
            int end = text.indexOf('\n', at);
            return end < 0 ? text.length() : end;
        }

        private void endLine(int at) {
            endCommand();
            reader.moveTo(at + 1);
            List<HereDocument> pending = List.copyOf(documents);
            documents.clear();
            pending.forEach(this::readDocument);
        }

        /** {@code &>} and {@code &>>} redirect; all else separates. */
        private void readOperator(int at) {
            if (text.startsWith("&>", at)) {
                reader.moveTo(at + 1);
                return;
            }
            boolean endsCase = text.startsWith(";;", at);
            endCommand();
            if (endsCase && !cases.isEmpty()) {
                cases.pop();
                cases.push(true);
            }
            reader.moveTo(at + (endsCase ? 2 : 1));
        }

        private void readBracket(int at) {
            if (readsPattern()) {
                if (text.charAt(at) == ')') {
                    words.clear();
                    cases.pop();
                    cases.push(false);
                }
            } else {
                endCommand();
            }
            reader.moveTo(at + 1);
        }

        private boolean readsPattern() {
            return !cases.isEmpty() && cases.peek();
        }

        private void readRedirection(int at) {
            if (text.startsWith("<<<", at)) {
                skipTarget(at + 3);
            } else if (text.startsWith("<<", at)) {
                boolean tabsIgnored = text.startsWith("<<-", at);
                beginDocument(tabsIgnored, skipTarget(at + (tabsIgnored ? 3 : 2)));
            } else if (text.startsWith("<(", at) || text.startsWith(">(", at)) {
                reader.moveTo(Brackets.endOf(text, at + 1));
            } else {
                skipTarget(at + 1);
            }
        }

        private List<Word> skipTarget(int from) {
            int at = from;
            while (at < text.length() && " \t>&|".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            reader.moveTo(at);
            return reader.read();
        }

        private void beginDocument(boolean tabsIgnored, List<Word> delimiter) {
            if (!delimiter.isEmpty()) {
                documents.add(new HereDocument(delimiter.get(0).text(), tabsIgnored, isShellWithoutScript()));
            }
        }

        /** {@code bash <<EOF} runs the document, and so does a RUN that is nothing else. */
        private boolean isShellWithoutScript() {
            return words.isEmpty()
                    || Wrappers.isShell(words.get(0).text())
                            && words.stream().skip(1).allMatch(word -> word.text()
                                    .startsWith("-"));
        }

        private void readDocument(HereDocument document) {
            int from = reader.position();
            int at = from;
            int end = -1;
            while (at < text.length() && end < 0) {
                int lineEnd = endOfLine(at);
                if (isDelimiter(document, at, lineEnd)) {
                    end = at;
                }
                at = Math.min(lineEnd + 1, text.length());
            }
            reader.moveTo(at);
            if (document.isScript() && depth < DEEPEST) {
                new Pass(text.substring(from, end < 0 ? text.length() : end), depth + 1).run();
            }
        }

        private boolean isDelimiter(HereDocument document, int from, int to) {
            int begin = from;
            while (document.tabsIgnored() && begin < to && text.charAt(begin) == '\t') {
                begin++;
            }
            return to - begin == document.delimiter().length() && text.startsWith(document.delimiter(), begin);
        }

        private void readWords() {
            List<Word> read = reader.read();
            boolean isDescriptor = reader.position() < text.length()
                    && "<>".indexOf(text.charAt(reader.position())) >= 0
                    && read.size() == 1
                    && read.get(0).text().chars().allMatch(Character::isDigit);
            if (!isDescriptor) {
                read.forEach(this::add);
            }
        }

        private void add(Word word) {
            if (readsPattern()) {
                if (word.is("esac")) {
                    cases.pop();
                }
                return;
            }
            if (words.isEmpty() && endsOrContinues(word)) {
                return;
            }
            words.add(word);
            if (word.is("in") && words.get(0).is("case")) {
                words.clear();
                cases.push(true);
            }
        }

        private boolean endsOrContinues(Word word) {
            if (word.is("esac") && !cases.isEmpty()) {
                cases.pop();
                return true;
            }
            return word.plain() && KEYWORDS.contains(word.text());
        }

        private void endCommand() {
            List<Word> ended = List.copyOf(words);
            words.clear();
            if (ended.isEmpty()
                    || ended.get(0).is("for")
                    || ended.get(0).is("select")
                    || ended.get(0).is("function")) {
                return;
            }
            int first = 0;
            while (first < ended.size() && ended.get(first).isAssignment()) {
                first++;
            }
            if (first == ended.size()) {
                ended.forEach(ShellReader.this::set);
            } else {
                call(ended.subList(0, first), ended.subList(first, ended.size()));
            }
        }

        private void call(List<Word> assigned, List<Word> called) {
            if (DECLARATIONS.contains(called.get(0).text())) {
                called.stream().filter(Word::isAssignment).forEach(ShellReader.this::set);
                return;
            }
            Map<String, String> assignments = new HashMap<>();
            assigned.forEach(word -> assignments.put(word.assignedName(), word.assignedValue()));
            List<String> bare = Wrappers.strip(called.stream().map(Word::text).toList(), assignments);
            Optional<String> script = Wrappers.scriptIn(bare).filter(it -> depth < DEEPEST);
            if (script.isPresent()) {
                new Pass(script.get(), depth + 1).run();
            } else if (!bare.isEmpty()) {
                commands.add(new ShellCommand(
                        commands.size(),
                        Wrappers.withoutFolder(bare.get(0)),
                        bare.subList(1, bare.size()),
                        assignments));
            }
        }
    }
}
