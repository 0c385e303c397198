package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {

    private static final DataSize LARGEST = new DataSize(Long.MAX_VALUE);

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "00, 0",
        "1, 1",
        "+1, 1",
        "007, 7",
        "1024, 1024",
        "1k, 1000",
        "1Ki, 1024",
        "500M, 500000000",
        "500Mi, 524288000",
        "1.5Gi, 1610612736",
        "1.5G, 1500000000",
        "1Ti, 1099511627776",
        "1T, 1000000000000",
        "1Pi, 1125899906842624",
        "1P, 1000000000000000",
        "1Ei, 1152921504606846976",
        // the suffix E is exa, with digits behind it an exponent
        "1E, 1000000000000000000",
        "1E3, 1000",
        "1e3, 1000",
        "1e9, 1000000000",
        "1e+3, 1000",
        "1.5e3, 1500",
        "1500e-3, 2",
        "1e-3, 1",
        "0e9, 0",
        "0E, 0",
        // fractions of a byte are rounded up
        "0.1, 1",
        "1.0, 1",
        "1.000000001, 2",
        "1n, 1",
        "1u, 1",
        "1m, 1",
        "1000m, 1",
        "1001m, 2",
        "0.0005Ki, 1",
        // a point needs digits on one side only
        "1., 1",
        ".5Ki, 512",
        "1.Gi, 1073741824",
        // what is larger than the largest is the largest
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, 9223372036854775807",
        "8Ei, 9223372036854775807",
        "1e999, 9223372036854775807",
        "1e-999, 1",
        "99999999999999999999999999999999999999999999Ei, 9223372036854775807",
    })
    void isReadAsKubernetesReadsAQuantity(String quantity, long bytes) {
        assertThat(DataSize.parse(quantity)).isEqualTo(new DataSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", ".", "+", "-", "Mi", "500mi", "500MI", "500mb", "500MB", "500MiB", "500K", "500ki", "500 Mi",
                " 500Mi", "500Mi ", "500Mi\n", "5OOMi", "1,5Gi", "1.1.M", "1+1.0M", "0.1am", "1i", ".5i", "1e", "1e+",
                "1e3.5", "1e3Mi", "1EE", "0x10", "1_000", "٣Mi", "NaN", "++1", "1e10000"
            })
    void isNothingThatKubernetesRefuses(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSize.parse(text))
                .withMessageMatching("\"[ -~]*\" is not a quantity such as 500Mi or 1.5Gi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.1", "-500Mi", "-1e3"})
    void isNeverNegative(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSize.parse(text))
                .withMessage("a size cannot be negative: " + text);
    }

    @Test
    void cannotBeMadeNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DataSize(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> DataSize.ofMebibytes(-1));
    }

    @Test
    void isReadFromSixtyFourCharactersAtMost() {
        assertThat(DataSize.parse("0".repeat(63) + "1")).isEqualTo(new DataSize(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSize.parse("0".repeat(64) + "1"))
                .withMessage("\"%s\"… is not a quantity such as 500Mi or 1.5Gi", "0".repeat(40));
        assertThatIllegalArgumentException().isThrownBy(() -> DataSize.parse("9".repeat(1_000_000)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1 B",
        "12, 12 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "1025, 1 KiB",
        "1075, 1 KiB",
        "1076, 1.1 KiB",
        "1536, 1.5 KiB",
        "10188, 9.9 KiB",
        "10189, 10 KiB",
        "10240, 10 KiB",
        "10751, 10 KiB",
        "10752, 11 KiB",
        "1048063, 1023 KiB",
        "1048064, 1 MiB",
        "1048575, 1 MiB",
        "1048576, 1 MiB",
        "7549747, 7.2 MiB",
        "370147328, 353 MiB",
        "524288000, 500 MiB",
        "1073741823, 1 GiB",
        "1610612736, 1.5 GiB",
        "1099511627776, 1 TiB",
        "1125899906842624, 1 PiB",
        "1152921504606846975, 1 EiB",
        "9223372036854775807, 8 EiB",
    })
    void isShownToPeopleInBinaryUnits(long bytes, String shown) {
        assertThat(new DataSize(bytes)).hasToString(shown);
    }

    @Test
    void addsUpToTheLargestAtMost() {
        assertThat(new DataSize(1).plus(new DataSize(2))).isEqualTo(new DataSize(3));
        assertThat(LARGEST.plus(DataSize.ZERO)).isEqualTo(LARGEST);
        assertThat(LARGEST.plus(new DataSize(1))).isEqualTo(LARGEST);
        assertThat(LARGEST.plus(LARGEST)).isEqualTo(LARGEST);
    }

    @Test
    void subtractsDownToNothingAtMost() {
        assertThat(new DataSize(3).minus(new DataSize(2))).isEqualTo(new DataSize(1));
        assertThat(new DataSize(2).minus(new DataSize(2))).isEqualTo(DataSize.ZERO);
        assertThat(new DataSize(2).minus(LARGEST)).isEqualTo(DataSize.ZERO);
    }

    @Test
    void isOverALimitOnlyAboveIt() {
        DataSize limit = DataSize.parse("500Mi");

        assertThat(limit.isOver(limit)).isFalse();
        assertThat(limit.plus(new DataSize(1)).isOver(limit)).isTrue();
        assertThat(limit.minus(new DataSize(1)).isOver(limit)).isFalse();
    }

    @Test
    void isOrderedBySize() {
        assertThat(new DataSize(2)).isGreaterThan(new DataSize(1)).isLessThan(LARGEST);
        assertThat(new DataSize(2)).isEqualByComparingTo(new DataSize(2));
    }

    @Test
    void canBeGivenInMebibytes() {
        assertThat(DataSize.ofMebibytes(3)).isEqualTo(new DataSize(3 * 1024 * 1024));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> DataSize.ofMebibytes(1L << 43));
    }
}
