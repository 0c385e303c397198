package dev.plimsoll.dockerfile.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The commands of a script in the order in which they are written, those of branches, loops, subshells and of
 * {@code sh -c '…'} included, whether or not they would run.
 *
 * <p>Not a shell's grammar: a script that no shell would take is read as far as it makes sense. Time and room grow with
 * the script's length, whatever it holds.
 */
public final class ShellScript {

    public static final ShellScript EMPTY = new ShellScript(List.of(), new Values());

    private final List<ShellCommand> commands;
    private final Values variables;

    ShellScript(List<ShellCommand> commands, Values variables) {
        this.commands = List.copyOf(commands);
        this.variables = variables;
    }

    /** @param environment what a variable is worth at the beginning */
    public static ShellScript read(String text, Function<String, Optional<String>> environment) {
        return new ShellReader(environment).read(text);
    }

    public List<ShellCommand> commands() {
        return commands;
    }

    /** What the script itself has made of a variable when the command runs. */
    public Optional<String> variable(String name, ShellCommand at) {
        return Optional.ofNullable(at.assignments().get(name)).or(() -> variables.at(name, at.position()));
    }
}
