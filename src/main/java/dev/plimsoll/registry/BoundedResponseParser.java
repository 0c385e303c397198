package dev.plimsoll.registry;

import dev.plimsoll.registry.BoundedHttp.OverBoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultClassicHttpResponseFactory;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.LazyLaxLineParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads of one connection's answers. Before each, a server may send informational ones, which mean nothing here:
 * one that sends them without end would keep a processor busy until the deadline.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-informational-1xx">RFC 9110, Informational 1xx</a>
 */
final class BoundedResponseParser extends DefaultHttpResponseParser {

    private static final int MOST_INFORMATIONAL = 16;
    private static final int FIRST_FINAL = 200;

    /** Beyond the bound on headers itself, for what is read ahead of the body. */
    private static final int MOST_READ = BoundedHttp.LARGEST_HEADERS + (16 << 10);

    /** Counts what is read for one head: a bound on lines and one on their number allow for more than both are meant to. */
    private static final class Head extends FilterInputStream {

        private int read;

        Head(InputStream content) {
            super(content);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (read > MOST_READ) {
                throw new OverBoundException("headers over 64 KiB");
            }
            int now = super.read(bytes, offset, length);
            read += Math.max(0, now);
            return now;
        }
    }

    /** Before the answer that is being read. */
    private int informational;

    BoundedResponseParser(Http1Config bounds) {
        super(bounds, LazyLaxLineParser.INSTANCE, DefaultClassicHttpResponseFactory.INSTANCE);
    }

    @Override
    public @Nullable ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream content)
            throws IOException, HttpException {
        ClassicHttpResponse answer = super.parse(buffer, new Head(content));
        if (answer == null) {
            return null;
        }
        if (answer.getCode() >= FIRST_FINAL) {
            endConnectionIfTold(answer);
            return answer;
        }
        informational++;
        if (informational > MOST_INFORMATIONAL) {
            throw new OverBoundException("over %d informational answers".formatted(MOST_INFORMATIONAL));
        }
        return answer;
    }

    /**
     * No request asks to be told before its answer. Whoever does so all the same may count answers otherwise than we do, so
     * nothing else is asked on that connection.
     */
    private void endConnectionIfTold(ClassicHttpResponse answer) {
        if (informational > 0) {
            answer.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
        }
        informational = 0;
    }
}
