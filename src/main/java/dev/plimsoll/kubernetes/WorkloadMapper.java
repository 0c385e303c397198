package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.image.Platform;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.Workload;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads Kubernetes objects as the workloads that they are or would make. Fields that say nothing about images, users and
 * platforms are ignored, whatever they hold.
 */
public final class WorkloadMapper {

    /** The kubelet's own copy of a pod that it runs from a file, whatever the API server says of the copy. */
    private static final String MIRROR_POD = "kubernetes.io/config.mirror";

    /** What is read of an object that is under review. */
    public static final Outline OBJECT = PodTemplates.around(PodSpec.OUTLINE)
            .with("apiVersion", Outline.WHOLE)
            .with("kind", Outline.WHOLE)
            .with(
                    "metadata",
                    InvolvedObject.METADATA.with("labels", Outline.WHOLE).with("annotations", Outline.of(MIRROR_POD)));

    /** What is read of objects that are there: besides, whose they are, and whether they have come to their end. */
    static final Outline LISTED = OBJECT.with(
                    "metadata",
                    Outline.of("name", "namespace", "labels", "ownerReferences")
                            .with("annotations", Outline.of(MIRROR_POD)))
            .with("status", Outline.of("phase"));

    private final KnownNames names = new KnownNames();
    private final PodPlatforms platforms;

    /** @param clusterPlatforms those of the cluster's nodes, where a pod does not choose; at least one */
    public WorkloadMapper(Set<Platform> clusterPlatforms) {
        this.platforms = new PodPlatforms(clusterPlatforms);
    }

    /** @param clusterPlatforms those of the cluster's nodes as they are at the moment; never empty */
    public WorkloadMapper(Supplier<Set<Platform>> clusterPlatforms) {
        this.platforms = new PodPlatforms(clusterPlatforms);
    }

    /**
     * Whether objects of this kind are workloads.
     *
     * @param apiGroup empty for the core group
     */
    public static boolean isJudged(String apiGroup, String kind) {
        return PodTemplates.pathToSpec(apiGroup, kind).isPresent();
    }

    /** Whether nobody can keep the object from running. On anything but a pod the annotation would be a way around. */
    public static boolean isMirrorPod(String kind, JsonNode object) {
        return kind.equals("Pod") && object.path("metadata").path("annotations").has(MIRROR_POD);
    }

    /**
     * The object as a workload.
     *
     * @param oldObject what an update replaces; one that cannot be read, or is of another kind, counts as none
     * @param namespace where the object is or would be, whatever it says itself
     * @throws MalformedObjectException if the object is of no kind that is judged or not what its kind says
     */
    public Workload toWorkload(JsonNode object, Optional<JsonNode> oldObject, Namespace namespace) {
        Workload workload = read(Field.root(object), namespace);
        return oldObject
                .flatMap(old -> readLeniently(old, namespace))
                .filter(old -> old.kind().equals(workload.kind()))
                .map(workload::replacing)
                .orElse(workload);
    }

    private Optional<Workload> readLeniently(JsonNode object, Namespace namespace) {
        try {
            return Optional.of(read(Field.root(object), namespace));
        } catch (MalformedObjectException e) {
            return Optional.empty();
        }
    }

    private Workload read(Field object, Namespace namespace) {
        Field metadata = object.get("metadata");
        Field spec = podSpec(object.required()).required();
        PodSpec podSpec = new PodSpec(spec, names);
        return new Workload(
                kind(object),
                namespace,
                name(metadata),
                metadata.get("labels").texts(),
                platforms.of(spec),
                podSpec.containers(),
                podSpec.pullIdentity(),
                Optional.empty());
    }

    private static Field podSpec(Field object) {
        String group = PodTemplates.group(object.get("apiVersion").text().orElse(""));
        List<String> path = PodTemplates.pathToSpec(group, kind(object))
                .orElseThrow(() -> new MalformedObjectException("kind", "is not a kind that has pods"));
        return object.descend(path);
    }

    private static String kind(Field object) {
        return object.get("kind").text().orElse("");
    }

    private static String name(Field metadata) {
        return metadata.get("name")
                .text()
                .filter(name -> !name.isEmpty())
                .or(() -> metadata.get("generateName").text().map(WorkloadMapper::withoutDash))
                .orElse("");
    }

    private static String withoutDash(String generateName) {
        return generateName.endsWith("-") ? generateName.substring(0, generateName.length() - 1) : generateName;
    }
}
