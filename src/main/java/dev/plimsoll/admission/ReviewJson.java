package dev.plimsoll.admission;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.kubernetes.UnreadableJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** AdmissionReviews as JSON. */
final class ReviewJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Most answers have room in it. */
    private static final int TYPICAL_ANSWER = 500;

    private ReviewJson() {}

    /**
     * What is read of a review.
     *
     * @throws BadReviewException if it is no JSON, or nests too deep
     */
    static JsonNode read(byte[] body) {
        if (body.length == 0) {
            throw new BadReviewException("the body is empty; an AdmissionReview is expected");
        }
        try {
            return AdmissionRequest.REVIEW.read(body);
        } catch (UnreadableJsonException e) {
            throw new BadReviewException("the body " + e.getMessage());
        }
    }

    /** Field by field, for each review is answered so. What is empty is left out. */
    static byte[] write(AdmissionResponse response) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(TYPICAL_ANSWER);
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("apiVersion", AdmissionRequest.API_VERSION);
            json.writeStringField("kind", AdmissionRequest.KIND);
            json.writeObjectFieldStart("response");
            write(response, json);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return bytes.toByteArray();
    }

    private static void write(AdmissionResponse response, JsonGenerator json) throws IOException {
        json.writeStringField("uid", response.uid());
        json.writeBooleanField("allowed", response.allowed());
        AdmissionResponse.Status status = response.status();
        if (status != null) {
            json.writeObjectFieldStart("status");
            json.writeNumberField("code", status.code());
            json.writeStringField("reason", status.reason());
            json.writeStringField("message", status.message());
            json.writeEndObject();
        }
        if (!response.warnings().isEmpty()) {
            json.writeArrayFieldStart("warnings");
            for (String warning : response.warnings()) {
                json.writeString(warning);
            }
            json.writeEndArray();
        }
        if (!response.auditAnnotations().isEmpty()) {
            json.writeObjectFieldStart("auditAnnotations");
            for (Map.Entry<String, String> annotation :
                    response.auditAnnotations().entrySet()) {
                json.writeStringField(annotation.getKey(), annotation.getValue());
            }
            json.writeEndObject();
        }
    }

    /** Anything else that can be answered. */
    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("own records can always be written", e);
        }
    }
}
