package dev.plimsoll.admission;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code POST /validate}: JSON in, JSON out. */
@Path("/validate")
public final class AdmissionResource {

    /** A timeout, and how it was written. */
    private record Said(String text, Duration timeout) {}

    private final AdmissionHandler handler;
    private final AdmissionSettings settings;

    /** The API server says the same each time. */
    private volatile Said lastSaid;

    public AdmissionResource(AdmissionHandler handler, AdmissionSettings settings) {
        this.handler = handler;
        this.settings = settings;
        this.lastSaid = new Said("", settings.defaultTimeout());
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
        if (text == null) {
            return settings.defaultTimeout();
        }
        Said last = lastSaid;
        if (!last.text.equals(text)) {
            last = new Said(text, Timeout.parse(text).orElseGet(settings::defaultTimeout));
            lastSaid = last;
        }
        return last.timeout;
    }
}
