package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.registry.BoundedHttp.OverBoundException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.junit.jupiter.api.Test;

class BoundedResponseParserTest {

    private final BoundedResponseParser parser = new BoundedResponseParser(
            Http1Config.custom().setMaxHeaderCount(100).build());

    private static ByteArrayInputStream head(int headers, int length) {
        String header = "X: " + "x".repeat(length - 5) + "\r\n";
        return new ByteArrayInputStream(
                ("HTTP/1.1 200 OK\r\n" + header.repeat(headers) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void no_more_of_a_head_is_read_than_it_may_have() {
        ByteArrayInputStream head = head(100, 16 << 10);
        int all = head.available();
        assertThatExceptionOfType(OverBoundException.class)
                .isThrownBy(() -> parser.parse(new SessionInputBufferImpl(8 << 10), head))
                .withMessage("headers over 64 KiB");
        assertThat(all - head.available()).isLessThan(100 << 10);
    }

    @Test
    void what_is_within_the_bound_is_read_and_the_next_head_has_a_bound_of_its_own() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(parser.parse(new SessionInputBufferImpl(8 << 10), head(4, 15 << 10))
                            .getHeaders())
                    .hasSize(4);
        }
    }
}
