package dev.plimsoll.registry;

import com.google.common.base.Throwables;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** What went wrong on the wire, in words that hold nothing of what the other side said. */
final class Failures {

    private Failures() {}

    static InspectionException timedOut(String registry, Deadline deadline) {
        return deadline.waitsForAddresses()
                .map(host -> noAddress(registry, host, deadline.allowed()))
                .orElseGet(() -> new InspectionException(
                        Reason.TIMED_OUT,
                        "%s gave no answer within %s".formatted(registry, inSeconds(deadline.allowed()))));
    }

    /** The name service has not said, in this time, which addresses the host has. */
    static InspectionException noAddress(String server, String host, Duration allowed) {
        String which = server.toLowerCase(Locale.ROOT).contains(host) ? "" : " of " + host;
        return new InspectionException(
                Reason.TIMED_OUT, "%s: DNS gave no address%s within %s".formatted(server, which, inSeconds(allowed)));
    }

    private static String inSeconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    static InspectionException unsupported(String message) {
        return new InspectionException(Reason.UNSUPPORTED, message);
    }

    static InspectionException unavailable(String server, String problem) {
        return new InspectionException(Reason.UNAVAILABLE, "%s: %s".formatted(server, problem));
    }

    /** @param server whom it was about, for people */
    static InspectionException of(IOException e, String server, Deadline deadline) {
        if (deadline.hasPassed()) {
            return timedOut(server, deadline);
        }
        if (e instanceof NameLookups.UnansweredException unanswered) {
            return unanswered.asFailureOf(server);
        }
        if (e instanceof GuardedResolver.RefusedAddressException refused) {
            return refused(server, refused.range());
        }
        if (e instanceof BoundedHttp.OverBoundException) {
            return unsupported("%s sent %s".formatted(server, e.getMessage()));
        }
        if (e instanceof MessageConstraintException) {
            return unsupported("%s sent headers that are too long".formatted(server));
        }
        if (e instanceof ConnectTimeoutException) {
            return unavailable(server, "does not accept connections");
        }
        return e instanceof InterruptedIOException ? timedOut(server, deadline) : unavailable(server, problem(e));
    }

    private static InspectionException refused(String server, AddressRange range) {
        String whose = range == AddressRange.PRIVATE ? "by configuration" : "unless it is a configured endpoint";
        return new InspectionException(
                Reason.REFUSED, "%s has %s address, which is refused %s".formatted(server, range.words(), whose));
    }

    private static String problem(IOException e) {
        if (e instanceof UnknownHostException) {
            return "unknown host";
        }
        if (e instanceof SSLException) {
            return tlsProblem((SSLException) e);
        }
        if (e instanceof ConnectException) {
            return "connection refused";
        }
        if (e instanceof NoRouteToHostException) {
            return "no route to host";
        }
        return e instanceof SocketException
                        || e instanceof NoHttpResponseException
                        || e instanceof ConnectionClosedException
                ? "the connection was reset"
                : "does not speak HTTP as it should";
    }

    private static String tlsProblem(SSLException e) {
        Throwable root = Throwables.getRootCause(e);
        // Java's own check of the name fails with this very class; all else that is wrong with a certificate has a
        // subclass.
        if (e instanceof SSLPeerUnverifiedException || root.getClass() == CertificateException.class) {
            return "its certificate is for another host";
        }
        if (root instanceof CertificateExpiredException) {
            return "its certificate has expired";
        }
        return Throwables.getCausalChain(e).stream().anyMatch(Failures::isOfCertificates)
                ? "its certificate is not trusted"
                : "the TLS handshake failed";
    }

    private static boolean isOfCertificates(Throwable e) {
        return e instanceof CertificateException || e instanceof CertPathValidatorException;
    }
}
