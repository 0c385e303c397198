package dev.plimsoll.cli;

import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.evaluation.Evaluation.Excused;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.User;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.workload.Container;
import dev.plimsoll.workload.RunAs;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is known and thought of one container.
 *
 * @param inspection what its image is; empty if no check had to know, or it could not be inspected
 * @param failure why it could not
 */
record ContainerReport(
        Container container,
        Optional<Inspection> inspection,
        Optional<InspectionException> failure,
        List<Finding> findings,
        List<Excused> excused) {

    static ContainerReport of(Container container, Evaluation evaluation) {
        return new ContainerReport(
                container,
                container.reference().flatMap(evaluation.inspections()::of),
                container.reference().flatMap(evaluation.inspections()::failureOf),
                evaluation.findings().stream()
                        .filter(finding -> isAbout(finding, container))
                        .toList(),
                evaluation.excused().stream()
                        .filter(excused -> isAbout(excused.finding(), container))
                        .toList());
    }

    private static boolean isAbout(Finding finding, Container container) {
        return finding.container().filter(container.name()::equals).isPresent();
    }

    /** One for each platform that was asked for and is offered, in a stable order. */
    List<Image> images() {
        return inspection.map(Inspection::images).orElse(List.of()).stream()
                .sorted(Comparator.comparing(
                        image -> image.platform().map(Platform::toString).orElse("")))
                .toList();
    }

    /** Of the platforms that were asked for, that of the largest image. */
    Optional<DataSize> compressedSize() {
        return images().stream().map(Image::compressedSize).max(Comparator.naturalOrder());
    }

    /**
     * Whom it runs as: {@code root}, {@code uid 1000}, {@code user node}. Empty if it never runs or nothing that is known
     * says so.
     */
    Optional<String> runsAs() {
        if (!container.runs()) {
            return Optional.empty();
        }
        RunAs runAs = container.runAs();
        if (runAs.windows()) {
            return runAs.windowsUser().or(this::imageUserAsWritten).map(user -> "user " + user);
        }
        return runAs.user().map(ContainerReport::uid).or(this::imageUser);
    }

    private Optional<String> imageUserAsWritten() {
        return images().stream()
                .map(image -> image.config().user())
                .filter(user -> !user.isEmpty())
                .findFirst();
    }

    /** If the platforms' images differ, root is what matters. */
    private Optional<String> imageUser() {
        List<User> users = images().stream().map(Image::user).toList();
        return users.stream()
                .filter(User.Root.class::isInstance)
                .findFirst()
                .or(() -> users.stream().findFirst())
                .map(ContainerReport::inWords);
    }

    static String inWords(User user) {
        if (user instanceof User.Uid uid) {
            return uid(uid.value());
        }
        return user instanceof User.Name name ? "user " + name.written() : "root";
    }

    private static String uid(long uid) {
        return uid == 0 ? "root" : "uid " + uid;
    }
}
