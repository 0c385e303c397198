package dev.plimsoll.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the kinds that are judged keep their pod spec. */
final class PodTemplates {

    private record GroupKind(String group, String kind) {}

    private static final List<String> POD = List.of("spec");
    private static final List<String> POD_TEMPLATE = List.of("template", "spec");
    private static final List<String> CONTROLLER = List.of("spec", "template", "spec");
    private static final List<String> CRON_JOB = List.of("spec", "jobTemplate", "spec", "template", "spec");

    private static final Map<GroupKind, List<String>> PATHS = Map.of(
            new GroupKind("", "Pod"), POD,
            new GroupKind("", "PodTemplate"), POD_TEMPLATE,
            new GroupKind("", "ReplicationController"), CONTROLLER,
            new GroupKind("apps", "Deployment"), CONTROLLER,
            new GroupKind("apps", "StatefulSet"), CONTROLLER,
            new GroupKind("apps", "DaemonSet"), CONTROLLER,
            new GroupKind("apps", "ReplicaSet"), CONTROLLER,
            new GroupKind("batch", "Job"), CONTROLLER,
            new GroupKind("batch", "CronJob"), CRON_JOB);

    private PodTemplates() {}

    /** The names of the fields that lead to the pod spec; empty if the kind has none that is judged. */
    static Optional<List<String>> pathToSpec(String group, String kind) {
        return Optional.ofNullable(PATHS.get(new GroupKind(group, kind)));
    }

    /** Of objects of any of these kinds, of which nothing else is read but their pod spec. */
    static Outline around(Outline podSpec) {
        Outline template = Outline.of().with("spec", podSpec);
        Outline job = Outline.of().with("spec", Outline.of().with("template", template));
        return Outline.of()
                .with("template", template)
                .with("spec", podSpec.with("template", template).with("jobTemplate", job));
    }

    /** {@code apps} of {@code apps/v1}; empty, the core group, of {@code v1}. */
    static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
}
