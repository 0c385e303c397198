package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlimsollCommandTest {

    private final RecordingServer server = new RecordingServer(0);
    private final Capture capture = Capture.plain();

    @ParameterizedTest
    @CsvSource({
        "help.txt, --help",
        "help-serve.txt, serve --help",
        "help-check.txt, check --help",
        "help-inspect.txt, inspect --help",
        "help-audit.txt, audit --help",
        "help-webhook.txt, webhook --help",
        "help-webhook-test.txt, webhook test --help",
        "help-demo.txt, demo --help"
    })
    void explainsItself(String golden, String arguments) {
        assertThat(run(arguments.split(" "))).isZero();
        Golden.assertMatches(golden, capture.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "serve --help",
                "check --help",
                "inspect --help",
                "audit --help",
                "webhook --help",
                "webhook remove --help",
                "demo --help"
            })
    void explainsItselfWithinTheWidthOfATerminal(String arguments) {
        run(arguments.split(" "));
        assertThat(capture.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "serve --version", "check -V"})
    void saysWhichVersionItIs(String arguments) {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(capture.out()).matches("plimsoll \\d+\\.\\d+\\.\\d+(-\\w+)?\n");
    }

    @Test
    void servesIfNothingElseIsAskedFor() {
        assertThat(run()).isZero();
        assertThat(server.configuration()).isEmpty();
    }

    @Test
    void servesWithWhatTheConfigurationSaysUnlessOptionsSayOtherwise() {
        assertThat(run("serve")).isZero();
        assertThat(server.configuration()).isEmpty();
    }

    @Test
    void handsOptionsOverAsConfiguration(@TempDir Path folder) throws Exception {
        Path policies = Files.createFile(folder.resolve("policies.yaml"));
        assertThat(run("serve", "--policy", policies.toString(), "--mode", "audit"))
                .isZero();
        assertThat(server.configuration())
                .isEqualTo(Map.of("plimsoll.policies", policies.toString(), "plimsoll.mode", "audit"));
    }

    @Test
    void endsAsTheServerDoes() {
        RecordingServer failing = new RecordingServer(3);
        assertThat(PlimsollCommand.commandLine(failing, capture.terminal()).execute("serve"))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serv",
                "--policy x",
                "serve --mode lenient",
                "serve --policy /no/such/policies.yaml",
                "serve extra",
                "webhook",
                "webhook test",
                "webhook remove a b",
                "demo --port seven"
            })
    void doesNotServeIfItIsAskedForSomethingElse(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(capture.err()).isNotBlank().doesNotContain("\tat ");
        assertThat(server.configuration()).isNull();
    }

    @Test
    void tellsADefectFromAMistake() {
        Server broken = new Server() {
            @Override
            public int serve(Map<String, String> configuration) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void stop() {}
        };
        assertThat(PlimsollCommand.commandLine(broken, capture.terminal()).execute())
                .isEqualTo(2);
        assertThat(capture.err()).contains("IllegalStateException: broken", "\tat ");
    }

    private int run(String... arguments) {
        return PlimsollCommand.commandLine(server, capture.terminal()).execute(arguments);
    }
}
