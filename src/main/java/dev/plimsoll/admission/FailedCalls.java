package dev.plimsoll.admission;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * What is answered where no review can be: a Kubernetes {@code Status} that says why, and never a stack trace. To the API
 * server this is a failed call, for which its failurePolicy decides.
 */
final class FailedCalls {

    private static final Logger LOG = Logger.getLogger(FailedCalls.class);

    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;

    private record Status(String kind, String apiVersion, String status, String message, String reason, int code) {

        static Status failure(int code, String reason, String message) {
            return new Status("Status", "v1", "Failure", message, reason, code);
        }
    }

    @ServerExceptionMapper
    Response badReview(BadReviewException e) {
        return answer(BAD_REQUEST, "BadRequest", e.getMessage());
    }

    @ServerExceptionMapper
    Response unusable(WebApplicationException e) {
        int code = e.getResponse().getStatus();
        return answer(
                code,
                e.getResponse().getStatusInfo().getReasonPhrase().replace(" ", ""),
                "POST an AdmissionReview to /validate");
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e) {
        LOG.error("a review could not be answered", e);
        return answer(
                INTERNAL_ERROR, "InternalError", "the review could not be answered; the log of Plimsoll says why");
    }

    private static Response answer(int code, String reason, String message) {
        return Response.status(code)
                .type(MediaType.APPLICATION_JSON)
                .entity(ReviewJson.bytes(Status.failure(code, reason, message)))
                .build();
    }
}
