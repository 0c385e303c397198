package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.Credential;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With helpers that are small shell scripts. */
@DisabledOnOs(OS.WINDOWS)
class CredentialHelpersTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    private CredentialHelpers helpers(Duration timeout) {
        return new CredentialHelpers("/nonexistent:" + folder, timeout);
    }

    private void helper(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve("docker-credential-" + name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private DockerConfig config(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), json.replace('\'', '"'));
        return DockerConfig.read(file, Optional.of(helpers(TIMEOUT)));
    }

    /** Answers with the server that it was asked for, and keeps a list of those. */
    private void echo(String name, String user) throws IOException {
        helper(name, """
                server=$(cat)
                echo "$1 $server" >> "$(dirname "$0")/asked"
                echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"%s\\",\\"Secret\\":\\"for $server\\"}"
                """.formatted(user));
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(folder.resolve("asked"));
    }

    @Test
    void a_helper_is_asked_for_its_registry_and_what_it_says_is_remembered() throws IOException {
        echo("ecr", "alice");
        DockerConfig config = config("{'credHelpers':{'r.corp:5000':'ecr'}}");
        assertThat(config.resolve("r.corp:5000", "a")).contains(Credential.of("alice", "for r.corp:5000"));
        assertThat(config.resolve("R.corp:5000", "b")).contains(Credential.of("alice", "for r.corp:5000"));
        assertThat(config.resolve("other.corp", "a")).isEmpty();
        assertThat(asked()).containsExactly("get r.corp:5000");
    }

    @Test
    void the_store_is_for_all_that_have_no_helper_of_their_own() throws IOException {
        echo("store", "all");
        echo("own", "own");
        DockerConfig config = config("{'credsStore':'store','credHelpers':{'https://own.corp':'own'}}");
        assertThat(config.resolve("own.corp", "a")).map(Credential::user).contains("own");
        assertThat(config.resolve("other.corp", "a")).map(Credential::user).contains("all");
        assertThat(config.resolve("docker.io", "library/a"))
                .map(Credential::secret)
                .contains("for https://index.docker.io/v1/");
    }

    @Test
    void what_a_helper_does_not_know_the_file_may() throws IOException {
        helper("none", "echo 'credentials not found in native keychain'; exit 1");
        DockerConfig config =
                config("{'credsStore':'none','auths':{'r.corp':{'username':'u','password':'p'},'other.corp':{}}}");
        assertThat(config.resolve("r.corp", "a")).contains(Credential.of("u", "p"));
        assertThat(config.resolve("other.corp", "a")).isEmpty();
    }

    @Test
    void a_helper_may_know_a_refresh_token() throws IOException {
        echo("acr", "<token>");
        assertThat(config("{'credHelpers':{'r.corp':'acr'}}").resolve("r.corp", "a"))
                .hasValueSatisfying(
                        credential -> assertThat(credential.isIdentityToken()).isTrue());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            echo very-secret; exit 1                     | failed
            echo very-secret                             | gave an answer that is not understood
            echo '{"Secret":"very-secret"}'              | gave an answer without a credential
            echo '{"Username":"very-secret"}'            | gave an answer without a credential
            while true; do echo very-secret-very; done   | says more than 64 KiB
            exit 0                                       | gave an answer without a credential
            """, quoteCharacter = '`')
    void a_failure_names_the_helper_and_nothing_of_what_it_printed(String script, String problem) throws IOException {
        helper("bad", script);
        CredentialHelpers helpers = helpers(TIMEOUT);
        assertThatExceptionOfType(InspectionException.class)
                .isThrownBy(() -> helpers.credential("bad", "r.corp"))
                .withMessage("no credentials for r.corp: docker-credential-bad " + problem)
                .withNoCause()
                .extracting(InspectionException::reason)
                .isEqualTo(Reason.UNAVAILABLE);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sleep 30", "exec sleep 30", "echo '{'; sleep 30", "sleep 30 & wait"})
    void one_that_does_not_end_is_ended(String script) throws Exception {
        helper("slow", script);
        CredentialHelpers helpers = helpers(Duration.ofMillis(300));
        long start = System.nanoTime();
        assertThatExceptionOfType(InspectionException.class)
                .isThrownBy(() -> helpers.credential("slow", "r.corp"))
                .withMessage("no credentials for r.corp: docker-credential-slow did not answer within 300 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        for (int i = 0; i < 100 && isRunning("docker-credential-slow"); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(isRunning("docker-credential-slow")).isFalse();
    }

    /** A process that was killed is there for a moment longer. */
    private static boolean isRunning(String program) {
        return ProcessHandle.current()
                .descendants()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(program));
    }

    @Test
    void a_failure_is_remembered_too() throws IOException {
        helper("bad", "cat >> \"$(dirname \"$0\")/asked\"; exit 1");
        CredentialHelpers helpers = helpers(TIMEOUT);
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(InspectionException.class).isThrownBy(() -> helpers.credential("bad", "r.corp"));
        }
        assertThat(asked()).containsExactly("r.corp");
    }

    @Test
    void one_that_is_not_there_is_said_not_to_be() {
        assertThatExceptionOfType(InspectionException.class)
                .isThrownBy(() -> helpers(TIMEOUT).credential("none", "r.corp"))
                .withMessage("no credentials for r.corp: docker-credential-none is not on the PATH");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"../../bin/sh", "/bin/sh", "a b", "a;b", "A", "a.sh", "$(id)"})
    void nothing_else_can_be_run_in_its_place(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("{'credsStore':'%s'}".formatted(name)))
                .withMessageContaining("lower-case letters, digits and dashes only");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("{'credHelpers':{'r.corp':'%s'}}".formatted(name)));
    }

    @Test
    void they_are_off_unless_switched_on() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), "{\"credsStore\":\"not-there\"}");
        try (FakeRegistry registry = FakeRegistry.start()) {
            TestSettings settings = TestSettings.with(registry).set("docker-config", file.toString());
            try (RegistryInspector off = settings.inspector()) {
                assertThat(failure(off, tag(registry.name(), "app", "1")).reason())
                        .isEqualTo(Reason.NOT_FOUND);
            }
            settings.set("hosts.\"%s\".credential-helpers".formatted(registry.name()), "true");
            try (RegistryInspector onForOne = settings.inspector()) {
                assertThat(failure(onForOne, tag(registry.name(), "app", "1")))
                        .hasMessageEndingWith("docker-credential-not-there is not on the PATH");
            }
            settings.set("hosts.\"%s\".credential-helpers".formatted(registry.name()), "false")
                    .set("credential-helpers", "true");
            try (RegistryInspector offForOne = settings.inspector()) {
                assertThat(failure(offForOne, tag(registry.name(), "app", "1")).reason())
                        .isEqualTo(Reason.NOT_FOUND);
            }
        }
    }
}
