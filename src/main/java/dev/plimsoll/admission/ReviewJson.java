package dev.plimsoll.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.plimsoll.kubernetes.UnreadableJsonException;

/** AdmissionReviews as JSON. */
final class ReviewJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The envelope of an answer. */
    private record Review(String apiVersion, String kind, AdmissionResponse response) {}

    private static final ObjectWriter WRITER = MAPPER.writerFor(Review.class);

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

    static byte[] write(AdmissionResponse response) {
        return bytes(WRITER, new Review(AdmissionRequest.API_VERSION, AdmissionRequest.KIND, response));
    }

    static byte[] bytes(Object value) {
        return bytes(MAPPER.writer(), value);
    }

    private static byte[] bytes(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("own records can always be written", e);
        }
    }
}
