package dev.plimsoll.cli;

import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.workload.Container;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code check} found.
 *
 * @param policies the names of those in force
 * @param objects in the order in which they were read
 * @param skipped how many objects of each kind were read that bring no images
 */
record CheckReport(Mode mode, Policies policies, List<CheckedObject> objects, Map<String, Integer> skipped) {

    /**
     * By what was judged.
     *
     * @param builtIn whether nobody named any
     */
    record Policies(List<String> names, boolean builtIn) {}

    /**
     * One object, judged.
     *
     * @param source the file it was read from
     */
    record CheckedObject(String source, String apiVersion, Evaluation evaluation) {

        Verdict verdict() {
            return evaluation.verdict();
        }

        /** The containers and image volumes, each with what is known and thought of it. */
        List<ContainerReport> containers() {
            return evaluation.workload().containers().stream()
                    .map(container -> ContainerReport.of(container, evaluation))
                    .toList();
        }
    }

    long count(Verdict verdict) {
        return objects.stream().filter(object -> object.verdict() == verdict).count();
    }

    /** How many different images the objects bring. */
    long images() {
        return objects.stream()
                .flatMap(object -> object.evaluation().workload().containers().stream())
                .flatMap(CheckReport::imageOf)
                .distinct()
                .count();
    }

    private static Stream<ImageReference> imageOf(Container container) {
        return container.reference().stream();
    }
}
