package dev.plimsoll.dockerfile.shell;

import java.util.List;
import java.util.Map;

/**
 * One simple command of a script, without what only surrounds it: {@code sudo}, {@code env}, redirections, keywords.
 *
 * @param position among the commands of its script, from 0
 * @param program as it was called, without its folder: {@code apt-get} for {@code /usr/bin/apt-get}
 * @param arguments with quotes removed and known variables put in; what is known only when it runs is left as written
 * @param assignments before the command, in force for it alone
 */
public record ShellCommand(int position, String program, List<String> arguments, Map<String, String> assignments) {

    public ShellCommand {
        arguments = List.copyOf(arguments);
        assignments = Map.copyOf(assignments);
    }

    /** The arguments that are no options. */
    public List<String> operands() {
        return arguments.stream().filter(argument -> !argument.startsWith("-")).toList();
    }

    public boolean has(String argument) {
        return arguments.contains(argument);
    }

    /** Whether a cluster of short options, such as {@code -rf}, holds this letter. */
    public boolean hasFlag(char letter) {
        return arguments.stream()
                .anyMatch(it -> it.length() > 1
                        && it.charAt(0) == '-'
                        && it.charAt(1) != '-'
                        && it.indexOf(letter, 1) > 0
                        && it.length() <= LONGEST_CLUSTER);
    }

    /** A cluster is a handful of letters; anything longer is an option of another kind. */
    private static final int LONGEST_CLUSTER = 6;
}
