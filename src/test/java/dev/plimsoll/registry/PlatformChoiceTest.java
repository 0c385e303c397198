package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Platform;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformChoiceTest {

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "linux/amd64, linux/amd64, linux/amd64",
        "linux/amd64, linux/arm64 linux/amd64, linux/amd64",
        "linux/amd64, windows/amd64, ''",
        "linux/amd64, linux/386, linux/386",
        "linux/amd64, linux/386 linux/amd64, linux/amd64",
        "linux/386, linux/amd64, ''",
        "linux/amd64, unknown/unknown, ''",
        "linux/amd64, linux/unknown, ''",
        "linux/amd64, linux/amd64/v3 linux/amd64, linux/amd64",
        "linux/amd64, linux/amd64/v3, linux/amd64/v3",
        "linux/amd64/v3, linux/amd64/v2 linux/amd64, linux/amd64/v2",
        "linux/arm64, linux/arm64/v8, linux/arm64",
        "linux/arm64/v8, linux/arm64, linux/arm64",
        "linux/arm64, linux/arm/v7, linux/arm/v7",
        "linux/arm64, linux/arm/v6 linux/arm/v7, linux/arm/v7",
        "linux/arm64, linux/arm/v7 linux/arm64, linux/arm64",
        "linux/arm64, linux/386, ''",
        "linux/arm/v7, linux/arm64, ''",
        "linux/arm/v7, linux/arm/v5 linux/arm/v6 linux/arm/v7, linux/arm/v7",
        "linux/arm/v7, linux/arm linux/arm/v5 linux/arm/v6, linux/arm/v6",
        "linux/arm/v7, linux/arm/v5 linux/arm, linux/arm/v5",
        "linux/arm/v7, linux/arm, linux/arm",
        "linux/arm/v6, linux/arm/v7, ''",
        "linux/arm/v5, linux/arm/v6 linux/arm/v5, linux/arm/v5",
        "linux/arm, linux/arm/v5 linux/arm/v7, linux/arm/v7",
        "linux/arm, linux/arm linux/arm/v7, linux/arm",
        "linux/arm, linux/arm/v9, linux/arm/v9",
        "linux/arm/v9, linux/arm/v7, linux/arm/v7",
        "linux/amd64, '', ''"
    })
    void a_node_takes_what_fits_it_best(String node, String offered, String taken) {
        List<Descriptor> entries = Arrays.stream(offered.split(" "))
                .filter(platform -> !platform.isEmpty())
                .map(PlatformChoiceTest::entry)
                .toList();
        assertThat(PlatformChoice.choose(Platform.parse(node), entries)
                        .flatMap(Descriptor::platform)
                        .map(Platform::toString)
                        .orElse(""))
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({"linux/amd64", "linux/arm/v7"})
    void of_equals_the_first_is_taken(String platform) {
        Descriptor first = new Descriptor("a", Digest.of("1"), 1, Optional.of(Platform.parse(platform)));
        Descriptor second = new Descriptor("a", Digest.of("2"), 1, Optional.of(Platform.parse(platform)));
        assertThat(PlatformChoice.choose(Platform.parse(platform), List.of(first, second)))
                .contains(first);
    }

    private static Descriptor entry(String platform) {
        return new Descriptor("a", Digest.of(platform), 1, Optional.of(Platform.parse(platform)));
    }
}
