package dev.plimsoll.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Programs that know credentials, such as {@code docker-credential-ecr-login}: run within a time and a bound of output,
 * few at once, and what they say is remembered for minutes.
 *
 * <p>They are run for the operator's own docker config only. Nothing that they print gets into a message.
 *
 * @see <a href="https://github.com/docker/docker-credential-helpers">Their protocol</a>
 */
final class CredentialHelpers {

    private record Question(String helper, String server) {}

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration FAILURE_KEPT = Duration.ofSeconds(30);
    private static final int MOST_KEPT = 1_000;
    private static final int MOST_AT_ONCE = 4;
    private static final int LARGEST_OUTPUT = 64 << 10;
    private static final String NOT_FOUND = "credentials not found";

    private final String path;
    private final Duration timeout;
    private final Semaphore running = new Semaphore(MOST_AT_ONCE);
    private final Cache<Question, Optional<Credential>> known =
            Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST_KEPT).build();
    private final Cache<Question, String> failed = Caffeine.newBuilder()
            .expireAfterWrite(FAILURE_KEPT)
            .maximumSize(MOST_KEPT)
            .build();

    /**
     * @param path folders in which to look for helpers, as the variable PATH has them
     * @param timeout what one run may take
     */
    CredentialHelpers(String path, Duration timeout) {
        this.path = path;
        this.timeout = timeout;
    }

    /** @throws IllegalArgumentException if a helper cannot be called so */
    static String name(String written) {
        if (!NAME.matcher(written).matches()) {
            throw new IllegalArgumentException(
                    "a credential helper's name has lower-case letters, digits and dashes only");
        }
        return written;
    }

    /**
     * What the helper knows for the server; empty if it knows nothing.
     *
     * @throws InspectionException if it fails; the message names it
     */
    Optional<Credential> credential(String helper, String server) {
        Question question = new Question(helper, server);
        Optional<Credential> answer = known.getIfPresent(question);
        if (answer != null) {
            return answer;
        }
        String problem = failed.getIfPresent(question);
        if (problem != null) {
            throw failure(question, problem);
        }
        try {
            Optional<Credential> fresh = ask(question);
            known.put(question, fresh);
            return fresh;
        } catch (IOException e) {
            failed.put(question, String.valueOf(e.getMessage()));
            throw failure(question, String.valueOf(e.getMessage()));
        }
    }

    private static InspectionException failure(Question question, String problem) {
        return new InspectionException(
                Reason.UNAVAILABLE,
                "no credentials for %s: docker-credential-%s %s".formatted(question.server, question.helper, problem));
    }

    /** @throws IOException whose message says what went wrong, in words of ours */
    private Optional<Credential> ask(Question question) throws IOException {
        Path program = find("docker-credential-" + question.helper);
        try {
            if (!running.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("has not had its turn");
            }
            try {
                return run(program, question.server);
            } finally {
                running.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("was interrupted");
        }
    }

    private Path find(String program) throws IOException {
        return Arrays.stream(path.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(file -> file.isAbsolute() && Files.isExecutable(file) && Files.isRegularFile(file))
                .findFirst()
                .orElseThrow(() -> new IOException("is not on the PATH"));
    }

    private Optional<Credential> run(Path program, String server) throws IOException, InterruptedException {
        Process process = start(program);
        try {
            tell(process, server);
            byte[] output = output(process);
            return process.exitValue() == 0 ? credential(output) : notFound(output);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Process start(Path program) throws IOException {
        try {
            return new ProcessBuilder(program.toString(), "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IOException("cannot be run");
        }
    }

    private static void tell(Process process, String server) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(server.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It did not care to listen; what it says decides.
        }
    }

    /** Looks now and then instead of waiting: what the program has started itself may hold its output open for ever. */
    private byte[] output(Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        InputStream out = process.getInputStream();
        boolean ended = false;
        while (!ended) {
            ended = process.waitFor(5, TimeUnit.MILLISECONDS);
            output.write(out.readNBytes(Math.min(out.available(), LARGEST_OUTPUT + 1)));
            if (output.size() > LARGEST_OUTPUT) {
                throw new IOException("says more than 64 KiB");
            }
            if (!ended && System.nanoTime() > end) {
                throw new IOException("did not answer within %d ms".formatted(timeout.toMillis()));
            }
        }
        return output.toByteArray();
    }

    private static Optional<Credential> credential(byte[] output) throws IOException {
        JsonNode answer = tree(output);
        String user = answer.path("Username").asText("");
        String secret = answer.path("Secret").asText("");
        if (user.isEmpty() || secret.isEmpty()) {
            throw new IOException("gave an answer without a credential");
        }
        return Optional.of(Credential.of(user, secret));
    }

    private static JsonNode tree(byte[] output) throws IOException {
        try {
            return StrictJson.lenientTree(output);
        } catch (IOException e) {
            // The parser's own message would quote what may be a secret.
            throw new IOException("gave an answer that is not understood");
        }
    }

    private static Optional<Credential> notFound(byte[] output) throws IOException {
        if (new String(output, StandardCharsets.UTF_8).startsWith(NOT_FOUND)) {
            return Optional.empty();
        }
        throw new IOException("failed");
    }
}
