package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class QuietLoggingTest {

    @Test
    void keepsLogsFromBeingWrittenMeanwhile() {
        List<String> written = new ArrayList<>();
        Handler handler = handler(written);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            String report = QuietLogging.during(() -> {
                Logger.getLogger("some.library").severe("during");
                assertThat(Logger.getLogger("some.library").isLoggable(Level.SEVERE))
                        .as("it would put together what it has to say")
                        .isFalse();
                return "report";
            });
            assertThat(report).isEqualTo("report");
            Logger.getLogger("some.library").severe("after");
        } finally {
            root.removeHandler(handler);
        }
        assertThat(written).containsExactly("after");
    }

    private static Handler handler(List<String> written) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                written.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
