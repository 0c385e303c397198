package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

    /** The published test vectors for "abc". */
    private static final String SHA256_OF_ABC =
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String SHA512_OF_ABC = "sha512:"
            + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";

    @ParameterizedTest
    @ValueSource(strings = {SHA256_OF_ABC, SHA512_OF_ABC})
    void isWrittenAsItIsRead(String text) {
        assertThat(Digest.parse(text)).hasToString(text);
    }

    @Test
    void isTheHashOfContent() {
        assertThat(Digest.of("abc")).hasToString(SHA256_OF_ABC);
        assertThat(Digest.of("é")).isEqualTo(Digest.of("é".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {SHA256_OF_ABC, SHA512_OF_ABC})
    void addressesItsContentOnly(String text) {
        Digest digest = Digest.parse(text);

        assertThat(digest.addresses("abc".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(digest.addresses("abd".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(digest.addresses(new byte[0])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "sha256",
                "sha256:",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0",
                "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a٣",
                "sha512:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "SHA256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "md5:900150983cd24fb0d6963f7d28e17f72",
                " sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            })
    void isNothingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Digest.parse(text));
    }
}
