package dev.plimsoll.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections to servers that are not trusted. It does one request at a time as it is told: it follows no
 * redirect, keeps no cookie, answers no challenge, asks for nothing compressed, and reads answers whole within a bound.
 */
final class BoundedHttp implements AutoCloseable {

    /** An answer is larger than it may be. */
    static final class OverBoundException extends IOException {

        private static final long serialVersionUID = 1L;

        OverBoundException(String message) {
            super(message);
        }
    }

    private static final int LARGEST_ERROR = 64 << 10;
    static final int LARGEST_HEADERS = 64 << 10;
    private static final int LONGEST_HEADER = 16 << 10;
    private static final int MOST_HEADERS = 100;

    /** Hardly any document is as large as this; those that are take turns, so that many at once do not fill the memory. */
    private static final int LARGE = 256 << 10;

    private static final Semaphore MEMORY_FOR_LARGE = new Semaphore(4);
    private static final TimeValue LONGEST_CONNECTION = TimeValue.ofMinutes(5);
    private static final TimeValue LONGEST_IDLE = TimeValue.ofSeconds(60);

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;

    /** @param resolver decides where it may connect */
    BoundedHttp(
            SSLContext tls, DnsResolver resolver, Duration connectTimeout, Duration readTimeout, int mostConnections) {
        connections = connections(tls, resolver, Timeout.of(connectTimeout), Timeout.of(readTimeout), mostConnections);
        client = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(requestConfig(Timeout.of(readTimeout)))
                .setUserAgent("plimsoll")
                .setRequestExecutor(new Asking())
                .setConnectionReuseStrategy(BoundedHttp::isGoodForMore)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .disableContentCompression()
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(
            SSLContext tls, DnsResolver resolver, Timeout connectTimeout, Timeout readTimeout, int mostConnections) {
        Http1Config bounds = Http1Config.custom()
                .setMaxLineLength(LONGEST_HEADER)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(bounds)
                        .responseParserFactory(unused -> new BoundedResponseParser(bounds))
                        .build())
                .setDnsResolver(resolver)
                .setTlsSocketStrategy(handshakes(tls))
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(readTimeout).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connectTimeout)
                        .setSocketTimeout(readTimeout)
                        .setTimeToLive(LONGEST_CONNECTION)
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .setMaxConnTotal(mostConnections)
                .setMaxConnPerRoute(mostConnections)
                .build();
    }

    /** The client takes any timeout before a request is sent for one of connecting, which a handshake's is not. */
    private static TlsSocketStrategy handshakes(SSLContext tls) {
        TlsSocketStrategy strategy = new DefaultClientTlsStrategy(tls);
        return (socket, host, port, attachment, context) -> {
            try {
                return strategy.upgrade(socket, host, port, attachment, context);
            } catch (SocketTimeoutException e) {
                InterruptedIOException timeout = new InterruptedIOException("no end of the TLS handshake");
                timeout.initCause(e);
                throw timeout;
            }
        };
    }

    /**
     * A server that sends a body after the head of an answer that has none would have that body taken for the next answer,
     * and so on; one that gives two lengths may mean either. Nothing tells that there is more to come, so these connections
     * are not used again.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#name-message-body-length">RFC 9112, Message Body Length</a>
     */
    private static boolean isGoodForMore(HttpRequest request, HttpResponse response, HttpContext context) {
        return MessageSupport.canResponseHaveBody(request.getMethod(), response)
                && !(response.containsHeader(HttpHeaders.TRANSFER_ENCODING)
                        && response.containsHeader(HttpHeaders.CONTENT_LENGTH))
                && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
    }

    /** On a connection that was used before, something came that nobody asked for; nothing has been sent on it since. */
    private static final class UnaskedException extends ConnectionClosedException {

        private static final long serialVersionUID = 1L;
    }

    /** What is there before a request is sent is no answer to it. */
    private static final class Asking extends HttpRequestExecutor {

        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback callback,
                HttpContext context)
                throws IOException, HttpException {
            if (connection.getEndpointDetails().getRequestCount() > 0
                    && connection.isDataAvailable(Timeout.ONE_MILLISECOND)) {
                connection.close(CloseMode.IMMEDIATE);
                throw new UnaskedException();
            }
            return super.execute(request, connection, callback, context);
        }
    }

    private static RequestConfig requestConfig(Timeout readTimeout) {
        return RequestConfig.custom()
                .setAuthenticationEnabled(false)
                .setRedirectsEnabled(false)
                .setContentCompressionEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .setConnectionRequestTimeout(readTimeout)
                .setResponseTimeout(readTimeout)
                .build();
    }

    /**
     * Sends one request and reads its answer. A connection that the server resets is tried once more.
     *
     * @param body a form; null for none
     * @param largest the bytes that the body of a good answer may have
     */
    Answer send(
            String method, URI uri, Map<String, String> headers, byte @Nullable [] body, int largest, Deadline deadline)
            throws IOException {
        try {
            return sendOnCleanConnection(method, uri, headers, body, largest, deadline);
        } catch (SocketException | NoHttpResponseException | ConnectionClosedException e) {
            if (e instanceof ConnectException || deadline.hasPassed()) {
                throw e;
            }
            return sendOnCleanConnection(method, uri, headers, body, largest, deadline);
        }
    }

    /** Each connection that cannot be used is gone, and a new one can, so this ends. */
    private Answer sendOnCleanConnection(
            String method, URI uri, Map<String, String> headers, byte @Nullable [] body, int largest, Deadline deadline)
            throws IOException {
        while (true) {
            try {
                return sendOnce(method, uri, headers, body, largest, deadline);
            } catch (UnaskedException e) {
                if (deadline.hasPassed()) {
                    throw e;
                }
            }
        }
    }

    private Answer sendOnce(
            String method, URI uri, Map<String, String> headers, byte @Nullable [] body, int largest, Deadline deadline)
            throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(method, uri);
        headers.forEach(request::setHeader);
        request.setHeader("Accept-Encoding", "identity");
        if (body != null) {
            request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_FORM_URLENCODED));
        }
        deadline.watch(request);
        try (ClassicHttpResponse response = client.executeOpen(null, request, null)) {
            return read(response, largest, request, deadline);
        }
    }

    private static Answer read(ClassicHttpResponse response, int largest, HttpUriRequestBase request, Deadline deadline)
            throws IOException {
        try {
            Map<String, List<String>> headers = headers(response);
            if (response.getCode() != 200) {
                drain(response.getEntity(), request);
                return new Answer(response.getCode(), headers, new byte[0]);
            }
            refuseEncoded(headers);
            return new Answer(200, headers, body(response.getEntity(), largest, deadline));
        } catch (IOException | RuntimeException e) {
            // Closing an answer reads it to its end, however far that is, unless the connection is gone.
            request.cancel();
            throw e;
        }
    }

    private static void refuseEncoded(Map<String, List<String>> headers) throws OverBoundException {
        if (headers.getOrDefault("Content-Encoding", List.of()).stream()
                .anyMatch(encoding -> !encoding.equalsIgnoreCase("identity"))) {
            throw new OverBoundException("an answer that is compressed, which was not asked for");
        }
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse response) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int size = 0;
        for (Header header : response.getHeaders()) {
            String value = header.getValue() == null ? "" : header.getValue();
            size += header.getName().length() + value.length();
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(value);
        }
        if (size > LARGEST_HEADERS) {
            throw new OverBoundException("headers over 64 KiB");
        }
        return headers;
    }

    private static byte[] body(@Nullable HttpEntity entity, int largest, Deadline deadline) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        if (entity.getContentLength() > largest) {
            throw overBound(largest);
        }
        InputStream content = entity.getContent();
        byte[] start = content.readNBytes(LARGE);
        if (start.length < LARGE) {
            return start;
        }
        if (!deadline.hold(MEMORY_FOR_LARGE)) {
            throw new InterruptedIOException();
        }
        byte[] rest = content.readNBytes(largest - LARGE);
        if (content.read() >= 0) {
            throw overBound(largest);
        }
        byte[] body = Arrays.copyOf(start, LARGE + rest.length);
        System.arraycopy(rest, 0, body, LARGE, rest.length);
        return body;
    }

    /** What an error says in words is not used; it is read so that the connection can be, unless it is too long for that. */
    private static void drain(@Nullable HttpEntity entity, HttpUriRequestBase request) throws IOException {
        if (entity == null) {
            return;
        }
        InputStream content = entity.getContent();
        if (content.readNBytes(LARGEST_ERROR).length == LARGEST_ERROR) {
            request.cancel();
        }
    }

    private static OverBoundException overBound(int largest) {
        return new OverBoundException("an answer over %d MiB".formatted(largest >> 20));
    }

    /** Lets go of connections that nobody has used for a while. */
    void closeIdle() {
        connections.closeExpired();
        connections.closeIdle(LONGEST_IDLE);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
