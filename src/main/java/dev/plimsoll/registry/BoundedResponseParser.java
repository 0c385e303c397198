package dev.plimsoll.registry;

import dev.plimsoll.registry.BoundedHttp.OverBoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultClassicHttpResponseFactory;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.LazyLaxLineParser;

/**
 * Reads the heads of one connection's answers. Before each, a server may send informational ones, which mean nothing here:
 * one that sends them without end would keep a processor busy until the deadline.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-informational-1xx">RFC 9110, Informational 1xx</a>
 */
final class BoundedResponseParser extends DefaultHttpResponseParser {

    private static final int MOST_INFORMATIONAL = 16;
    private static final int FIRST_FINAL = 200;

    private int informational;

    BoundedResponseParser(Http1Config bounds) {
        super(bounds, LazyLaxLineParser.INSTANCE, DefaultClassicHttpResponseFactory.INSTANCE);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream content) throws IOException, HttpException {
        ClassicHttpResponse answer = super.parse(buffer, content);
        informational = answer != null && answer.getCode() < FIRST_FINAL ? informational + 1 : 0;
        if (informational > MOST_INFORMATIONAL) {
            throw new OverBoundException("over %d informational answers".formatted(MOST_INFORMATIONAL));
        }
        return answer;
    }
}
