package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64",
        "linux/amd64/v1, linux/amd64",
        "linux/amd64/v2, linux/amd64/v2",
        "linux/x86_64, linux/amd64",
        "linux/x86-64/v1, linux/amd64",
        "Linux/AMD64/V3, linux/amd64/v3",
        "linux/arm64, linux/arm64",
        "linux/arm64/v8, linux/arm64",
        "linux/arm64/8, linux/arm64",
        "linux/aarch64/V8, linux/arm64",
        "linux/arm64/v9, linux/arm64/v9",
        "linux/arm, linux/arm",
        "linux/arm/7, linux/arm/v7",
        "linux/arm/v7, linux/arm/v7",
        "linux/arm/v8, linux/arm/v8",
        "linux/armhf, linux/arm/v7",
        "linux/armel, linux/arm/v6",
        "linux/i386, linux/386",
        "linux/riscv64/rva22u64, linux/riscv64/rva22u64",
        "macos/arm64, darwin/arm64",
        "windows/amd64, windows/amd64",
    })
    void isNormalised(String written, String normal) {
        assertThat(Platform.parse(written)).hasToString(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "linux",
                "linux/",
                "/amd64",
                "linux//v7",
                "linux/arm/",
                "linux/arm/v7/x",
                "linux/am d64",
                "linux/ä",
                "linux/amd64\n",
                "*/amd64"
            })
    void isNothingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Platform.parse(text))
                .withMessageMatching("\"[ -~]*\" is not a platform such as linux/amd64 or linux/arm/v7");
    }

    @Test
    void takesAnEmptyVariantForNone() {
        assertThat(new Platform("linux", "arm", Optional.of(""))).isEqualTo(new Platform("linux", "arm"));
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64, true",
        "linux/amd64, linux/amd64/v3, true",
        "linux/amd64/v2, linux/amd64, true",
        "linux/amd64/v2, linux/amd64/v2, true",
        "linux/amd64/v2, linux/amd64/v3, false",
        "linux/amd64, linux/arm64, false",
        "linux/amd64, windows/amd64, false",
        "linux/arm64, linux/arm64/v8, true",
        "linux/amd64, linux/386, true",
        "linux/386, linux/amd64, false",
        "windows/amd64, linux/386, false",
        "linux/arm64, linux/arm/v7, true",
        "linux/arm64, linux/arm, true",
        "linux/arm64, linux/386, false",
        "linux/arm/v7, linux/arm64, false",
        "linux/arm64/v8, linux/arm64, true",
        "linux/arm, linux/arm/v7, true",
        "linux/arm/v7, linux/arm, true",
        "linux/arm/v7, linux/arm/v7, true",
        "linux/arm/v7, linux/arm/v6, true",
        "linux/arm/v6, linux/arm/v7, false",
        "linux/riscv64/rva22u64, linux/riscv64/rva22u64, true",
        "linux/riscv64/rva22u64, linux/riscv64/rva20u64, false",
        "linux/riscv64/v2, linux/riscv64/v10, false",
        "linux/riscv64/v2, linux/riscv64/w1, false",
        "linux/riscv64/v2, linux/riscv64/v-, false",
    })
    void runsWhatItsProcessorUnderstands(Platform node, Platform image, boolean runs) {
        assertThat(node.runs(image)).isEqualTo(runs);
    }

    @Test
    void isUnknownIfItSaysNothing() {
        assertThat(new Platform("unknown", "unknown").isUnknown()).isTrue();
        assertThat(new Platform("Unknown", "amd64").isUnknown()).isTrue();
        assertThat(new Platform("linux", "unknown").isUnknown()).isTrue();
        assertThat(new Platform("", "amd64").isUnknown()).isTrue();
        assertThat(new Platform("linux", "").isUnknown()).isTrue();
        assertThat(Platform.LINUX_AMD64.isUnknown()).isFalse();
    }
}
