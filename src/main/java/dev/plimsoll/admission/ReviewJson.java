package dev.plimsoll.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** AdmissionReviews as JSON. */
final class ReviewJson {

    /** Objects that carry containers nest about 20 deep. */
    private static final int DEEPEST = 100;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();

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
        try (JsonParser json = MAPPER.createParser(body)) {
            JsonNode review = AdmissionRequest.REVIEW.read(json);
            if (json.nextToken() != null) {
                throw noJson(json.currentTokenLocation());
            }
            return review;
        } catch (StreamConstraintsException e) {
            throw new BadReviewException("the body exceeds a bound: %s".formatted(e.getOriginalMessage()));
        } catch (JsonProcessingException e) {
            throw noJson(e.getLocation());
        } catch (IOException e) {
            // Nothing is read but memory: the bytes are in none of the encodings that JSON may have.
            throw new BadReviewException("the body is no JSON: it is not encoded in UTF-8");
        }
    }

    private static BadReviewException noJson(JsonLocation where) {
        return new BadReviewException(
                "the body is no JSON: line %d, column %d".formatted(where.getLineNr(), where.getColumnNr()));
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
