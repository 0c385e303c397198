package dev.plimsoll.advice;

import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.FilePath;
import dev.plimsoll.dockerfile.Instruction.Copy;
import dev.plimsoll.dockerfile.shell.ShellCommand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Owner and mode should be right when a file is copied.
 *
 * <p>Found is a RUN that changes owner or mode recursively of what an earlier step of the image's own copied: each file
 * is then stored a second time, in the RUN's layer.
 */
final class ChownLayer implements AdviceCheck {

    static final AdviceDescription DESCRIPTION = new AdviceDescription(
            "chown-layer",
            "A recursive `chown` or `chmod` stores copied files a second time.",
            "A layer holds whole files. To change a file's owner or mode is to store it again, so the copied files are "
                    + "downloaded twice.",
            """
            COPY dist /srv/harbour
            RUN chown -R 10001:10001 /srv/harbour
            """,
            """
            COPY --chown=10001:10001 dist /srv/harbour
            """,
            "When the files are few and small, or the builder is too old for `--chown` and `--chmod`.");

    @Override
    public AdviceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Advice> examine(BuiltImage image) {
        Set<FilePath> copied = new HashSet<>();
        Set<FilePath> above = new HashSet<>();
        List<Advice> found = new ArrayList<>();
        for (BuildStep step : image.ownSteps()) {
            if (step.instruction() instanceof Copy copy) {
                FilePath destination = FilePath.of(copy.destination(), step.directory());
                copied.add(destination);
                above.addAll(withFolders(destination));
            } else if (step.script().commands().stream()
                    .flatMap(command -> changed(command, step.directory()).stream())
                    .anyMatch(path ->
                            above.contains(path) || withFolders(path).stream().anyMatch(copied::contains))) {
                found.add(Advice.about(step, this, "stores what was copied once more", "use COPY --chown or --chmod"));
            }
        }
        return found;
    }

    /** The path and every folder that it lies in. */
    private static List<FilePath> withFolders(FilePath path) {
        List<FilePath> folders = new ArrayList<>();
        for (int i = 1; i <= path.parts().size(); i++) {
            folders.add(new FilePath(path.parts().subList(0, i)));
        }
        return folders;
    }

    /** The paths that a recursive change is about: all operands but the first, which says the owner or mode. */
    private static List<FilePath> changed(ShellCommand command, String directory) {
        boolean changes = Set.of("chown", "chmod", "chgrp").contains(command.program());
        if (!changes || !command.hasFlag('R') && !command.has("--recursive")) {
            return List.of();
        }
        return command.operands().stream()
                .skip(command.arguments().stream().anyMatch(it -> it.startsWith("--reference")) ? 0 : 1)
                .map(path -> FilePath.of(path, directory).withoutTrailingStar())
                .toList();
    }
}
