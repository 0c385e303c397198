package dev.plimsoll.registry;

import static dev.plimsoll.FuzzTarget.expect;

import dev.plimsoll.FuzzTarget;
import dev.plimsoll.registry.StrictJson.UnreadableException;
import org.junit.jupiter.api.Test;

public class ManifestFuzzTest {

    @Test
    void any_bytes_are_a_manifest_or_are_said_to_be_none() {
        FuzzTarget.tryAll("manifest", ManifestFuzzTest::fuzzerTestOneInput);
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Sized<Manifest> manifest =
                    new Sized<>(ManifestReader.read(input, "application/vnd.oci.image.manifest.v1+json"), input.length);
            expect(Packing.MANIFEST.unpack(Packing.MANIFEST.pack(manifest)).equals(manifest), "is remembered as it is");
        } catch (UnreadableException e) {
            expect(e.problem().matches("\\P{Cntrl}{1,200}"), "a short line says why");
        }
    }
}
