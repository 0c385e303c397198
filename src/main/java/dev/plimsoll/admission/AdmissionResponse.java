package dev.plimsoll.admission;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request, in the API server's terms.
 *
 * @param status why it is rejected; absent if it is allowed
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response">AdmissionReview response</a>
 */
record AdmissionResponse(
        String uid,
        boolean allowed,
        @Nullable Status status,
        List<String> warnings,
        Map<String, String> auditAnnotations) {

    /** What kubectl shows of a rejection. */
    record Status(int code, String reason, String message) {}
}
