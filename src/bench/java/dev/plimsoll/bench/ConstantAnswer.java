package dev.plimsoll.bench;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;

/** The limit of what any webhook could do on this server: takes the same body in the same way, and does not read it. */
@Path("/constant")
public final class ConstantAnswer {

    private static final byte[] ANSWER = """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",\
            "response":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002","allowed":true,\
            "auditAnnotations":{"mode":"enforce","verdict":"allow"}}}""".getBytes(StandardCharsets.UTF_8);

    @POST
    @NonBlocking
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] answer(byte[] body) {
        return ANSWER;
    }
}
