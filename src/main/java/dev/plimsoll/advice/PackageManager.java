package dev.plimsoll.advice;

import dev.plimsoll.dockerfile.shell.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Programs that install packages, and their words for it.
 *
 * <p>Options that take an argument are listed, so that the argument is not mistaken for a package.
 */
enum PackageManager {
    APT(
            "apt-get apt aptitude",
            "install",
            "update",
            "remove purge autoremove autopurge",
            "clean autoclean distclean dist-clean",
            "-t --target-release --default-release -o --option -c --config-file"),
    APK(
            "apk",
            "add",
            "update",
            "del",
            "",
            "-t --virtual -X --repository -p --root --arch --keys-dir --repositories-file --cache-dir --progress-fd --wait"),
    YUM(
            "yum dnf microdnf tdnf",
            "install localinstall groupinstall reinstall",
            "makecache check-update",
            "remove erase autoremove",
            "clean",
            "-c --config --installroot --setopt --releasever --enablerepo --disablerepo -x --exclude --repo"),
    ZYPPER("zypper", "install in", "refresh ref", "remove rm", "clean cc", "-r --repo -t --type --root -R"),
    PIP(
            "pip pip2 pip3",
            "install",
            "",
            "uninstall",
            "cache",
            "-r --requirement -c --constraint -i --index-url --extra-index-url -f --find-links -t --target --prefix --root "
                    + "-e --editable --trusted-host --timeout --retries --platform --python-version --only-binary "
                    + "--no-binary --proxy --cert --client-cert --src --log --progress-bar --upgrade-strategy --python "
                    + "--implementation --abi --config-settings --global-option --report --root-user-action --default-timeout"),
    NPM(
            "npm",
            "install i add ci clean-install isntall",
            "",
            "uninstall remove rm un r prune",
            "cache",
            "--prefix --registry -C --cache --loglevel --omit --include --only --workspace -w --tag --userconfig "
                    + "--fetch-timeout --fetch-retries --maxsockets"),
    YARN(
            "yarn yarnpkg",
            "install add",
            "",
            "remove",
            "cache",
            "--cwd --registry --cache-folder --modules-folder --network-timeout --prefix --mutex --network-concurrency"),
    PNPM(
            "pnpm",
            "install i add",
            "",
            "remove rm prune",
            "store",
            "--prefix --registry -C --dir --filter -F --store-dir"),
    GEM(
            "gem",
            "install",
            "",
            "uninstall",
            "cleanup",
            "-v --version -s --source -i --install-dir -n --bindir -P --platform");

    private static final Set<String> PYTHON_MODULE = Set.of("pip");
    private static final int LONGEST_NAME = 64;

    private final Set<String> programs;
    private final Set<String> installs;
    private final Set<String> updates;
    private final Set<String> removes;
    private final Set<String> cleans;
    private final Set<String> valued;

    PackageManager(String programs, String installs, String updates, String removes, String cleans, String valued) {
        this.programs = words(programs);
        this.installs = words(installs);
        this.updates = words(updates);
        this.removes = words(removes);
        this.cleans = words(cleans);
        this.valued = words(valued);
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
    }

    /** Whether it installs into the system, and not what a program is written with. */
    boolean isOfSystem() {
        return switch (this) {
            case APT, APK, YUM, ZYPPER -> true;
            case PIP, NPM, YARN, PNPM, GEM -> false;
        };
    }

    /** The command as this or another manager's; empty if it calls none, or none of the words that matter. */
    static Optional<PackageCommand> read(ShellCommand command) {
        ShellCommand called = withoutPython(command);
        for (PackageManager manager : values()) {
            if (manager.isProgram(called.program())) {
                return manager.call(called);
            }
        }
        return Optional.empty();
    }

    private boolean isProgram(String program) {
        return programs.contains(program)
                || this == PIP
                        && program.length() < LONGEST_NAME
                        && program.startsWith("pip")
                        && program.matches("pip[23](?:\\.\\d{1,2})?");
    }

    /** {@code python3 -m pip install} is {@code pip install}. */
    private static ShellCommand withoutPython(ShellCommand command) {
        int module =
                command.program().startsWith("python") ? command.arguments().indexOf("-m") : -1;
        return module >= 0
                        && module + 1 < command.arguments().size()
                        && PYTHON_MODULE.contains(command.arguments().get(module + 1))
                ? new ShellCommand(
                        command.position(),
                        command.arguments().get(module + 1),
                        command.arguments()
                                .subList(module + 2, command.arguments().size()),
                        command.assignments())
                : command;
    }

    private Optional<PackageCommand> call(ShellCommand command) {
        List<String> words = wordsOf(command);
        if (this == YARN && (words.isEmpty() || words.get(0).equals("global") && words.size() > 1)) {
            words = words.isEmpty() ? List.of("install") : words.subList(1, words.size());
        }
        if (words.isEmpty()) {
            return Optional.empty();
        }
        List<String> packages = words.subList(1, words.size());
        return actionOf(words.get(0)).map(action -> new PackageCommand(this, action, packages, command));
    }

    private Optional<PackageCommand.Action> actionOf(String verb) {
        if (installs.contains(verb)) {
            return Optional.of(PackageCommand.Action.INSTALL);
        }
        if (updates.contains(verb)) {
            return Optional.of(PackageCommand.Action.UPDATE);
        }
        if (removes.contains(verb)) {
            return Optional.of(PackageCommand.Action.REMOVE);
        }
        return cleans.contains(verb) ? Optional.of(PackageCommand.Action.CLEAN) : Optional.empty();
    }

    /** The verb and what follows, without options and their arguments. */
    private List<String> wordsOf(ShellCommand command) {
        List<String> words = new ArrayList<>();
        List<String> arguments = command.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith("-")) {
                i += valued.contains(argument) ? 1 : 0;
            } else {
                words.add(argument);
            }
        }
        return words;
    }
}
