package dev.plimsoll.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.plimsoll.kubernetes.Outline;
import dev.plimsoll.kubernetes.WorkloadMapper;
import java.util.Optional;

/**
 * What the API server asks about.
 *
 * @param group of the object's kind; empty for the core group
 * @param subresource empty if the request is for the object itself
 * @param namespace empty for a cluster-scoped object
 * @param dryRun whether nothing comes of it, so that nothing else may either
 * @param object what would be stored; empty on DELETE
 * @param oldObject what is stored now; empty on CREATE
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#request">AdmissionReview request</a>
 */
record AdmissionRequest(
        String uid,
        String group,
        String kind,
        String subresource,
        String namespace,
        String operation,
        boolean dryRun,
        Optional<JsonNode> object,
        Optional<JsonNode> oldObject) {

    /** The only version that is spoken: v1beta1 is gone since Kubernetes 1.22. */
    static final String API_VERSION = "admission.k8s.io/v1";

    static final String KIND = "AdmissionReview";

    /** What is read of a review. */
    static final Outline REVIEW = Outline.of("apiVersion", "kind")
            .with(
                    "request",
                    Outline.of("uid", "kind", "subResource", "namespace", "operation", "dryRun")
                            .with("object", WorkloadMapper.OBJECT)
                            .with("oldObject", WorkloadMapper.OBJECT));

    /** No uid is this long; it comes back in the answer, so it is bounded. */
    private static final int LONGEST_UID = 256;

    /** @throws BadReviewException if it is no AdmissionReview that can be answered */
    static AdmissionRequest from(JsonNode review) {
        if (!review.isObject() || !KIND.equals(review.path("kind").asText())) {
            throw new BadReviewException("the body is no %s: its kind is missing or another".formatted(KIND));
        }
        if (!API_VERSION.equals(review.path("apiVersion").asText())) {
            throw new BadReviewException(
                    "only apiVersion %s is understood; register the webhook with admissionReviewVersions: [v1]"
                            .formatted(API_VERSION));
        }
        JsonNode request = review.path("request");
        if (!request.isObject()) {
            throw new BadReviewException("request: is missing");
        }
        JsonNode kind = request.path("kind");
        if (!kind.path("kind").isTextual()) {
            throw new BadReviewException("request.kind: must name the object's group, version and kind");
        }
        return new AdmissionRequest(
                uid(request),
                text(kind, "group"),
                text(kind, "kind"),
                text(request, "subResource"),
                text(request, "namespace"),
                text(request, "operation"),
                request.path("dryRun").asBoolean(),
                object(request, "object"),
                object(request, "oldObject"));
    }

    private static String uid(JsonNode request) {
        String uid = text(request, "uid");
        if (uid.isEmpty() || uid.length() > LONGEST_UID) {
            throw new BadReviewException("request.uid: must be text of 1 to %d characters".formatted(LONGEST_UID));
        }
        return uid;
    }

    private static String text(JsonNode parent, String field) {
        JsonNode value = parent.path(field);
        if (value.getNodeType() != JsonNodeType.STRING && !value.isMissingNode() && !value.isNull()) {
            throw new BadReviewException("request: \"%s\" must be text".formatted(field));
        }
        return value.isTextual() ? value.textValue() : "";
    }

    private static Optional<JsonNode> object(JsonNode request, String field) {
        JsonNode value = request.path(field);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }
}
