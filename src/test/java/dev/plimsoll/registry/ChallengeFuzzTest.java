package dev.plimsoll.registry;

import static dev.plimsoll.FuzzTarget.expect;

import dev.plimsoll.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

public class ChallengeFuzzTest {

    @Test
    void any_headers_are_some_challenges_or_none() {
        FuzzTarget.tryAll("challenge", ChallengeFuzzTest::fuzzerTestOneInput);
    }

    /** Called by the fuzzer. A header is a line. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> headers = List.of(new String(input, StandardCharsets.ISO_8859_1).split("\n"));
        Challenge.parse(headers).forEach(challenge -> expect(!challenge.scheme().isEmpty(), "has a scheme"));
    }
}
