package dev.plimsoll.admission;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code POST /validate}: JSON in, JSON out. */
@Path("/validate")
public final class AdmissionResource {

    private final AdmissionHandler handler;
    private final AdmissionSettings settings;

    public AdmissionResource(AdmissionHandler handler, AdmissionSettings settings) {
        this.handler = handler;
        this.settings = settings;
    }

    /** On the event loop: what is known is answered at once, and what is not is waited for by nobody. */
    @POST
    @NonBlocking
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public CompletionStage<byte[]> validate(byte[] body, @QueryParam("timeout") @Nullable String timeout) {
        AdmissionRequest request = AdmissionRequest.from(ReviewJson.read(body));
        return handler.handle(request, timeout(timeout)).thenApply(ReviewJson::write);
    }

    private Duration timeout(@Nullable String text) {
        return Optional.ofNullable(text).flatMap(Timeout::parse).orElseGet(settings::defaultTimeout);
    }
}
