package dev.plimsoll.dockerfile.shell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Programs that only run another one: {@code sudo -E apt-get …}, {@code env A=b …}, {@code sh -c '…'}. */
final class Wrappers {

    /** A wrapper around a wrapper, and so on. */
    private static final int DEEPEST = 8;

    /**
     * Their options that take an argument, and how many operands stand before the program.
     *
     * @param valued letters of short options
     */
    private record Wrapper(String valued, int operands) {}

    private static final Map<String, Wrapper> WRAPPERS = Map.ofEntries(
            Map.entry("sudo", new Wrapper("ugpChrtTDR", 0)),
            Map.entry("doas", new Wrapper("uC", 0)),
            Map.entry("env", new Wrapper("uCS", 0)),
            Map.entry("command", new Wrapper("", 0)),
            Map.entry("builtin", new Wrapper("", 0)),
            Map.entry("exec", new Wrapper("a", 0)),
            Map.entry("nohup", new Wrapper("", 0)),
            Map.entry("setsid", new Wrapper("", 0)),
            Map.entry("eatmydata", new Wrapper("", 0)),
            Map.entry("time", new Wrapper("fo", 0)),
            Map.entry("nice", new Wrapper("n", 0)),
            Map.entry("ionice", new Wrapper("cnp", 0)),
            Map.entry("stdbuf", new Wrapper("ioe", 0)),
            Map.entry("xargs", new Wrapper("adEIiLlnPs", 0)),
            Map.entry("gosu", new Wrapper("", 1)),
            Map.entry("su-exec", new Wrapper("", 1)),
            Map.entry("chroot", new Wrapper("", 1)),
            Map.entry("timeout", new Wrapper("ks", 1)),
            Map.entry("retry", new Wrapper("", 0)),
            Map.entry("busybox", new Wrapper("", 0)));

    private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash", "zsh", "ksh");

    private Wrappers() {}

    static String withoutFolder(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    static boolean isShell(String program) {
        return SHELLS.contains(withoutFolder(program));
    }

    /** @param assignments gets those of {@code env} */
    static List<String> strip(List<String> words, Map<String, String> assignments) {
        List<String> bare = words;
        for (int i = 0; i < DEEPEST && !bare.isEmpty(); i++) {
            Wrapper wrapper = WRAPPERS.get(withoutFolder(bare.get(0)));
            if (wrapper == null) {
                return bare;
            }
            bare = behind(wrapper, bare.subList(1, bare.size()), assignments);
        }
        return bare;
    }

    private static List<String> behind(Wrapper wrapper, List<String> words, Map<String, String> assignments) {
        int at = 0;
        while (at < words.size()) {
            Word word = new Word(words.get(at), true);
            if (word.isAssignment()) {
                assignments.put(word.assignedName(), word.assignedValue());
            } else if (!word.text().startsWith("-")) {
                break;
            } else if (takesArgument(wrapper, word.text())) {
                at++;
            }
            at++;
        }
        return words.subList(Math.min(at + wrapper.operands, words.size()), words.size());
    }

    private static boolean takesArgument(Wrapper wrapper, String option) {
        return option.length() == 2 && wrapper.valued.indexOf(option.charAt(1)) >= 0;
    }

    /** What {@code sh -c}, {@code su -c} or {@code eval} would run. */
    static Optional<String> scriptIn(List<String> words) {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        String program = withoutFolder(words.get(0));
        if (program.equals("eval")) {
            return Optional.of(String.join(" ", words.subList(1, words.size())));
        }
        return SHELLS.contains(program) || program.equals("su") ? behindC(words) : Optional.empty();
    }

    private static Optional<String> behindC(List<String> words) {
        for (int i = 1; i + 1 < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--command") || word.length() <= 6 && word.matches("-[a-z]*c")) {
                return Optional.of(words.get(i + 1));
            }
        }
        return Optional.empty();
    }
}
