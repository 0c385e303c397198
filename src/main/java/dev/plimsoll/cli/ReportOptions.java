package dev.plimsoll.cli;

import dev.plimsoll.registry.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** What every command that looks at images and ends with a report is told about both. */
final class ReportOptions {

    /** How the report is written. */
    enum Format {
        TEXT,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How the report is written. Default: text.")
    private Format format = Format.TEXT;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = TimeoutConverter.class,
            description = "How long to wait for one image, for example 500ms, 30s, 2m. Default: 30s.")
    private Duration timeout = Duration.ofSeconds(30);

    Format format() {
        return format;
    }

    /** For each image. */
    Duration timeout() {
        return timeout;
    }

    static final class TimeoutConverter implements ITypeConverter<Duration> {

        private static final Duration LONGEST = Duration.ofMinutes(5);

        @Override
        public Duration convert(String text) {
            Duration timeout = new DurationConverter().convert(text);
            if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a timeout is between 1ms and 5m");
            }
            return timeout;
        }
    }
}
