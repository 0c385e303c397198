package dev.plimsoll.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What {@code kubectl apply} shows when the webhook has answered.
 *
 * @param warnings a line each, before the outcome
 * @param outcome what became of the object
 */
public record KubectlOutput(List<String> warnings, boolean denied, String outcome) {

    private static final String WEBHOOK = "validate.plimsoll.dev";

    /** @param review the webhook's answer, an AdmissionReview */
    public static KubectlOutput of(Act act, JsonNode review) {
        JsonNode response = review.path("response");
        List<String> warnings = StreamSupport.stream(response.path("warnings").spliterator(), false)
                .map(warning -> "Warning: " + warning.asText())
                .toList();
        boolean denied = !response.path("allowed").asBoolean();
        return new KubectlOutput(warnings, denied, denied ? denial(act, response.path("status")) : success(act));
    }

    public List<String> lines() {
        return Stream.concat(warnings.stream(), Stream.of(outcome)).toList();
    }

    private static String success(Act act) {
        return act.resourceName() + (act.previous().isPresent() ? " configured" : " created");
    }

    private static String denial(Act act, JsonNode status) {
        return "Error from server (%s): error when creating \"%s\": admission webhook \"%s\" denied the request: %s"
                .formatted(
                        status.path("reason").asText(),
                        act.file(),
                        WEBHOOK,
                        status.path("message").asText());
    }
}
