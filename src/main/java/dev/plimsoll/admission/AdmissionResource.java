package dev.plimsoll.admission;

import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Vertx;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** {@code POST /validate}: JSON in, JSON out. */
@Path("/validate")
public final class AdmissionResource {

    /** A timeout, and how it was written. */
    private record Said(String text, Duration timeout) {}

    /** The event loop, once it has taken in all that had come when it last looked. */
    private static final Executor AFTER_WHAT_HAS_COME =
            work -> Vertx.currentContext().runOnContext(nothing -> work.run());

    private final AdmissionHandler handler;
    private final AdmissionSettings settings;
    private final Clock clock;

    /** The API server says the same each time. */
    private volatile Said lastSaid;

    public AdmissionResource(AdmissionHandler handler, AdmissionSettings settings, Clock clock) {
        this.handler = handler;
        this.settings = settings;
        this.clock = clock;
        this.lastSaid = new Said("", settings.defaultTimeout());
    }

    /**
     * On the event loop: what is known is answered at once, and what is not is waited for by nobody.
     *
     * <p>Reviews that come together are first all taken in, then all judged, then all answered: so the processor keeps at hand
     * what each of the three takes, and whoever waits for several is woken once.
     */
    @POST
    @NonBlocking
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public CompletionStage<byte[]> validate(byte[] body, @QueryParam("timeout") @Nullable String timeout) {
        Instant received = clock.instant();
        return CompletableFuture.completedFuture(body)
                .thenComposeAsync(review -> answer(review, received, timeout), AFTER_WHAT_HAS_COME);
    }

    private CompletionStage<byte[]> answer(byte[] body, Instant received, @Nullable String timeout) {
        AdmissionRequest request = AdmissionRequest.from(ReviewJson.read(body));
        return handler.handle(request, received, timeout(timeout)).thenApply(ReviewJson::write);
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
