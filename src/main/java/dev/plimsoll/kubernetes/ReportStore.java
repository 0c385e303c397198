package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.image.Digest;
import dev.plimsoll.policy.MessageText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Brings the reports in the cluster to what they are to be: what is as it should be is left alone, told by a sum of its
 * content in an annotation, and what is there too much is removed. Only what bears this application's label is touched.
 */
public final class ReportStore {

    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String PLIMSOLL = "plimsoll";
    static final String CONTENT = "plimsoll.dev/content";

    private static final int MOST_PROBLEMS = 20;
    private static final int LONGEST_PROBLEM = 200;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final ObjectWriter SORTED = JSON.writer();

    private static final Outline LISTED = Outline.of()
            .with(
                    "metadata",
                    Outline.of("name", "namespace", "resourceVersion").with("annotations", Outline.of(CONTENT)));

    /**
     * What was done.
     *
     * @param isKnown whether the cluster has these kinds at all; if not, nothing was done
     * @param problems with some of them; the others were written
     */
    public record Outcome(boolean isKnown, int written, int removed, int unchanged, List<String> problems) {

        public Outcome {
            problems = List.copyOf(problems);
        }
    }

    /** What is there of one: which version of it, and the sum of its content. */
    private record Present(String namespace, String name, String version, String sum) {}

    private final KubernetesClient client;
    private final ObjectPages pages;
    private final ReportKind kind;

    ReportStore(KubernetesClient client, ReportKind kind) {
        this.client = client;
        this.pages = new ObjectPages(client);
        this.kind = kind;
    }

    /**
     * Writes what differs.
     *
     * @param wanted taken one after the other
     * @param isKnownWhole tells of a namespace whether all that is in it was looked at, so that a report that is not wanted
     *     any more can go; asked with an empty name for the cluster's own
     * @param goOn asked before each write; once it says no, no more is written
     * @throws ApiRefusedException if the reports that are there cannot be listed
     */
    public Outcome bringTo(Stream<Report> wanted, Predicate<String> isKnownWhole, BooleanSupplier goOn) {
        try {
            Map<String, Present> present = new TreeMap<>(present(true));
            present.putAll(present(false));
            return new Change(present, isKnownWhole, goOn).bringTo(wanted);
        } catch (ApiRefusedException e) {
            if (e.isNotFound()) {
                return new Outcome(false, 0, 0, 0, List.of());
            }
            throw e;
        }
    }

    private Map<String, Present> present(boolean namespaced) {
        return pages.read(
                kind.path(namespaced),
                MANAGED_BY + "=" + PLIMSOLL,
                LISTED,
                HashMap<String, Present>::new,
                (all, report) -> {
                    Present present = present(report);
                    all.put(present.namespace() + "/" + present.name(), present);
                });
    }

    private static Present present(ObjectNode report) {
        var metadata = report.path("metadata");
        return new Present(
                metadata.path("namespace").asText(""),
                metadata.path("name").asText(""),
                metadata.path("resourceVersion").asText(""),
                metadata.path("annotations").path(CONTENT).asText(""));
    }

    private Resource<GenericKubernetesResource> at(boolean namespaced, GenericKubernetesResource resource) {
        var resources = client.genericKubernetesResources(kind.context(namespaced));
        return namespaced
                ? resources.inNamespace(resource.getMetadata().getNamespace()).resource(resource)
                : resources.resource(resource);
    }

    /** One run through all of them. */
    private final class Change {

        private final Map<String, Present> present;
        private final Predicate<String> isKnownWhole;
        private final BooleanSupplier goOn;
        private final List<String> problems = new ArrayList<>();
        private int written;
        private int removed;
        private int unchanged;

        Change(Map<String, Present> present, Predicate<String> isKnownWhole, BooleanSupplier goOn) {
            this.present = present;
            this.isKnownWhole = isKnownWhole;
            this.goOn = goOn;
        }

        Outcome bringTo(Stream<Report> wanted) {
            wanted.forEachOrdered(this::write);
            // What is left is not wanted.
            present.values().stream()
                    .filter(it -> isKnownWhole.test(it.namespace()))
                    .forEach(this::remove);
            return new Outcome(true, written, removed, unchanged, problems);
        }

        private void write(Report report) {
            Present before = present.remove(report.key());
            String sum = sum(report.content());
            if (before != null && before.sum().equals(sum)) {
                unchanged++;
            } else if (goOn.getAsBoolean()) {
                String version = before == null ? "" : before.version();
                attempt(report.key(), () -> write(report, sum, version));
            }
        }

        /** Somebody who wrote it meanwhile is another leader, or wrote what is none of theirs: it is ours. */
        private void write(Report report, String sum, String version) {
            try {
                send(resource(report, sum, version), version.isEmpty());
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
                if (!goOn.getAsBoolean()) {
                    return;
                }
                GenericKubernetesResource now =
                        at(report.isNamespaced(), resource(report, sum, "")).get();
                if (now == null) {
                    send(resource(report, sum, ""), true);
                } else if (isOurs(now)) {
                    send(resource(report, sum, now.getMetadata().getResourceVersion()), false);
                } else {
                    throw new KubernetesClientException("a report of this name is somebody else's");
                }
            }
        }

        private void send(GenericKubernetesResource resource, boolean create) {
            Resource<GenericKubernetesResource> place =
                    at(resource.getMetadata().getNamespace() != null, resource);
            if (create) {
                place.create();
            } else {
                place.update();
            }
            written++;
        }

        /** As it was seen: one that was written meanwhile is another leader's, who knows better. */
        private void remove(Present report) {
            if (goOn.getAsBoolean()) {
                attempt(report.namespace() + "/" + report.name(), () -> {
                    GenericKubernetesResource resource = new GenericKubernetesResource();
                    resource.setApiVersion(kind.apiVersion());
                    resource.setKind(kind.kind(!report.namespace().isEmpty()));
                    resource.setMetadata(
                            metadata(report.namespace(), report.name()).build());
                    at(!report.namespace().isEmpty(), resource)
                            .lockResourceVersion(report.version())
                            .delete();
                    removed++;
                });
            }
        }

        /** A namespace that is gone or going takes its reports along, and one that is forbidden does not stop the others. */
        private void attempt(String key, Runnable request) {
            try {
                request.run();
            } catch (KubernetesClientException e) {
                if (!isNobodysProblem(e) && problems.size() < MOST_PROBLEMS) {
                    problems.add(MessageText.line("%s: %s".formatted(key, explain(e)), LONGEST_PROBLEM));
                }
            }
        }
    }

    private static boolean isNobodysProblem(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                || e.getCode() == HttpURLConnection.HTTP_CONFLICT
                || isGoing(e);
    }

    private static String explain(KubernetesClientException e) {
        return e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : String.valueOf(e.getMessage());
    }

    /** The API server refuses to create anything in a namespace that is being deleted, and says so as a cause. */
    private static boolean isGoing(KubernetesClientException e) {
        return e.getStatus() != null
                && e.getStatus().getDetails() != null
                && e.getStatus().getDetails().getCauses().stream()
                        .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
    }

    private static boolean isOurs(GenericKubernetesResource report) {
        Map<String, String> labels = report.getMetadata().getLabels();
        return labels != null && PLIMSOLL.equals(labels.get(MANAGED_BY));
    }

    private GenericKubernetesResource resource(Report report, String sum, String version) {
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion(kind.apiVersion());
        resource.setKind(kind.kind(report.isNamespaced()));
        ObjectMeta metadata = metadata(report.namespace(), report.name())
                .addToLabels(MANAGED_BY, PLIMSOLL)
                .addToAnnotations(CONTENT, sum)
                .build();
        if (!version.isEmpty()) {
            metadata.setResourceVersion(version);
        }
        resource.setMetadata(metadata);
        report.content().forEach(resource::setAdditionalProperty);
        return resource;
    }

    private static ObjectMetaBuilder metadata(String namespace, String name) {
        ObjectMetaBuilder metadata = new ObjectMetaBuilder().withName(name);
        return namespace.isEmpty() ? metadata : metadata.withNamespace(namespace);
    }

    private static String sum(Map<String, Object> content) {
        try {
            return Digest.of(SORTED.writeValueAsString(content)).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a report that is no tree of maps, lists, texts and numbers", e);
        }
    }
}
