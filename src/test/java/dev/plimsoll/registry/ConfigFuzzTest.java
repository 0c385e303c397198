package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.FuzzTarget;
import dev.plimsoll.registry.StrictJson.UnreadableException;
import org.junit.jupiter.api.Test;

public class ConfigFuzzTest {

    @Test
    void any_bytes_are_a_config_or_are_said_to_be_none() {
        FuzzTarget.tryAll("config", ConfigFuzzTest::fuzzerTestOneInput);
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            assertThat(ConfigReader.weight(ConfigReader.read(input))).isPositive();
        } catch (UnreadableException e) {
            assertThat(e.problem()).matches("\\P{Cntrl}{1,200}");
        }
    }
}
