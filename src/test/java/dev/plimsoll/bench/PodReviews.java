package dev.plimsoll.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;

/** Reviews of pods as a cluster's own look: a captured one, with the probes, variables and fields that real pods carry. */
public final class PodReviews {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode CAPTURED = captured();

    private PodReviews() {}

    /**
     * A pod with a container for each image, of 6 to 12 kB.
     *
     * @param number makes it another pod, and the larger the more it differs from others in size
     */
    public static byte[] of(int number, List<String> images) {
        ObjectNode review = CAPTURED.deepCopy();
        ObjectNode request = (ObjectNode) review.path("request");
        request.put("uid", new UUID(7, number).toString());
        ObjectNode object = (ObjectNode) request.path("object");
        ((ObjectNode) object.path("metadata")).put("name", "web-" + number);
        ((ObjectNode) object.path("metadata")).set("managedFields", managedFields());
        ObjectNode spec = (ObjectNode) object.path("spec");
        JsonNode template = spec.path("containers").path(0);
        spec.remove("initContainers");
        ArrayNode containers = spec.putArray("containers");
        images.forEach(image -> containers.add(container(template.deepCopy(), image, containers.size())));
        return padded(review, 6_000 + number % 50 * 120);
    }

    private static ObjectNode container(ObjectNode container, String image, int index) {
        container.put("name", "c" + index).put("image", image);
        container
                .putObject("resources")
                .putObject("requests")
                .put("cpu", "100m")
                .put("memory", "128Mi");
        container.putObject("securityContext").put("allowPrivilegeEscalation", false);
        ObjectNode probe = container.putObject("readinessProbe");
        probe.putObject("httpGet").put("path", "/healthz").put("port", 8080).put("scheme", "HTTP");
        probe.put("timeoutSeconds", 1).put("periodSeconds", 10).put("successThreshold", 1);
        return container;
    }

    /** Variables until the review is as large as it should be. */
    private static byte[] padded(ObjectNode review, int size) {
        ArrayNode variables = ((ObjectNode) review.at("/request/object/spec/containers/0")).putArray("env");
        for (int missing = size - bytes(review).length; missing > 0; missing -= 100) {
            variables
                    .addObject()
                    .put("name", "SETTING_" + variables.size())
                    .put("value", "value-%065d".formatted(variables.size()));
        }
        return bytes(review);
    }

    private static ArrayNode managedFields() {
        ArrayNode fields = JSON.createArrayNode();
        ObjectNode spec = fields.addObject()
                .put("manager", "kube-controller-manager")
                .put("operation", "Update")
                .put("apiVersion", "v1")
                .put("time", "2026-01-05T01:37:55Z")
                .put("fieldsType", "FieldsV1")
                .putObject("fieldsV1")
                .putObject("f:spec");
        for (String name : List.of("containers", "dnsPolicy", "restartPolicy", "schedulerName", "securityContext")) {
            spec.putObject("f:" + name).putObject(".");
        }
        return fields;
    }

    private static byte[] bytes(JsonNode review) {
        try {
            return JSON.writeValueAsBytes(review);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode captured() {
        try (InputStream file = PodReviews.class.getResourceAsStream("/reviews/pod-create-by-apply.json")) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
