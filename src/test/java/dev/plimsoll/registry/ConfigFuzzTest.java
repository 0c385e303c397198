package dev.plimsoll.registry;

import static dev.plimsoll.FuzzTarget.expect;

import dev.plimsoll.FuzzTarget;
import dev.plimsoll.image.ImageConfig;
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
            Sized<ImageConfig> config = new Sized<>(ConfigReader.read(input), input.length);
            expect(Packing.CONFIG.unpack(Packing.CONFIG.pack(config)).equals(config), "is remembered as it is");
        } catch (UnreadableException e) {
            expect(e.problem().matches("\\P{Cntrl}{1,200}"), "a short line says why");
        }
    }
}
