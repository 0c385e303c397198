package dev.plimsoll.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator wrk, with the reviews in a folder. */
record Wrk(List<String> prefix, Application server, Path reviews, int count) {

    /** What is asked of the server. */
    enum Work {
        /** Reviews that are judged. */
        JUDGED("/validate?timeout=10s", Map.of()),
        /** The same bytes but for one word, which makes that they are read and not judged. */
        READ("/validate?timeout=10s", Map.of("OPERATION", "DELETE")),
        /** The same bytes, which are taken and not even read. */
        CONSTANT("/constant?timeout=10s", Map.of());

        private final String endpoint;
        private final Map<String, String> environment;

        Work(String endpoint, Map<String, String> environment) {
            this.endpoint = endpoint;
            this.environment = environment;
        }
    }

    /**
     * What came of it.
     *
     * @param rate answers in a second
     * @param processorTime that the server had for each; of all its threads, so the compiler's and the collector's, too
     */
    record Result(double rate, Duration p50, Duration p99, Duration processorTime) {}

    private static final Path SCRIPT = Path.of("src", "bench", "reviews.lua");
    private static final Pattern RESULT = Pattern.compile("RESULT (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");

    static boolean isInstalled() {
        try {
            new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start().destroy();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Sends reviews.
     *
     * @param pause how long each connection waits between reviews on average, in milliseconds
     * @throws IllegalStateException if any was not answered with success
     */
    Result run(Work work, int connections, double pause, Duration time) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("wrk", "--threads", "1", "--connections", "" + connections));
        command.addAll(
                List.of("--duration", time.toSeconds() + "s", "--script", SCRIPT.toString(), "" + server.address()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "REVIEWS",
                        reviews.toString(),
                        "COUNT",
                        "" + count,
                        "ENDPOINT",
                        work.endpoint,
                        "PAUSE",
                        "" + pause));
        builder.environment().putAll(work.environment);
        Duration before = server.processorTime();
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return result(output, server.processorTime().minus(before));
    }

    private static Result result(String output, Duration processorTime) {
        Matcher matcher = RESULT.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("wrk says:\n" + output);
        }
        MatchResult found = matcher.toMatchResult();
        if (number(found, 5) + number(found, 6) > 0) {
            throw new IllegalStateException("not every review was answered:\n" + output);
        }
        return new Result(
                number(found, 1) * 1e6 / number(found, 2),
                micros(number(found, 3)),
                micros(number(found, 4)),
                processorTime.dividedBy(number(found, 1)));
    }

    private static long number(MatchResult result, int group) {
        return Long.parseLong(result.group(group));
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
