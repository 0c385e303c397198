package dev.plimsoll.registry;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Jib takes for the network: hands each of its requests to the {@link Fetch} under way on this thread.
 *
 * <p>Jib makes its requests on the thread that calls it, and has no place to carry anything of ours along with a call;
 * hence the thread carries it.
 */
final class JibTransport extends HttpTransport {

    private static final Set<String> FORWARDED_HEADERS = Set.of("authorization", "accept");

    private static final ThreadLocal<@Nullable Fetch> UNDER_WAY = new ThreadLocal<>();

    /** Work that calls Jib. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Does the work, and what Jib sends meanwhile for the fetch. */
    static void during(Fetch fetch, Work work) throws Exception {
        UNDER_WAY.set(fetch);
        try {
            work.run();
        } finally {
            UNDER_WAY.remove();
        }
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        Fetch fetch = UNDER_WAY.get();
        if (fetch == null) {
            throw new IllegalStateException("no fetch is under way");
        }
        return new Request(fetch, method, URI.create(url));
    }

    private static final class Request extends LowLevelHttpRequest {

        private final Fetch fetch;
        private final String method;
        private final URI address;
        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        Request(Fetch fetch, String method, URI address) {
            this.fetch = fetch;
            this.method = method;
            this.address = address;
        }

        @Override
        public void addHeader(String name, String value) {
            if (FORWARDED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, value);
            }
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            Answer answer = fetch.send(method, address, headers, body());
            return answer.isOk()
                    ? new Response(200, answer.body(), List.of())
                    : new Response(401, new byte[0], List.of(Map.entry("WWW-Authenticate", fetch.challenge())));
        }

        private byte @Nullable [] body() throws IOException {
            if (getStreamingContent() == null) {
                return null;
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            getStreamingContent().writeTo(body);
            return body.toByteArray();
        }
    }

    /** An answer of 200, or of 401 with the one challenge that Jib is to see. */
    private static final class Response extends LowLevelHttpResponse {

        private final int status;
        private final byte[] body;
        private final List<Map.Entry<String, String>> headers;

        Response(int status, byte[] body, List<Map.Entry<String, String>> headers) {
            this.status = status;
            this.body = body;
            this.headers = headers;
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(body);
        }

        @Override
        public @Nullable String getContentEncoding() {
            return null;
        }

        @Override
        public long getContentLength() {
            return body.length;
        }

        @Override
        public String getContentType() {
            return "application/json";
        }

        @Override
        public String getStatusLine() {
            return "HTTP/1.1 " + status;
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        public @Nullable String getReasonPhrase() {
            return null;
        }

        @Override
        public int getHeaderCount() {
            return headers.size();
        }

        @Override
        public String getHeaderName(int index) {
            return headers.get(index).getKey();
        }

        @Override
        public String getHeaderValue(int index) {
            return headers.get(index).getValue();
        }
    }
}
