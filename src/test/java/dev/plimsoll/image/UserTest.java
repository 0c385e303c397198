package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0:0",
                "0:1000",
                "0:",
                "root",
                "root:root",
                "root:1000",
                ":",
                ":1000",
                "::",
                "00",
                "+0",
                "-0",
                "00000000000000000000000000000000000000000000"
            })
    void isRoot(String written) {
        assertThat(User.parse(written)).isEqualTo(new User.Root(written));
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1000",
        "1000:0, 1000",
        "1000:root, 1000",
        "1000:, 1000",
        "1:2:3, 1",
        "+5, 5",
        "-1, -1",
        "010, 10",
        "65532:65532, 65532",
        "2147483647, 2147483647",
        "2147483648, 2147483648",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "0000000000000000000000000000000000000000001000, 1000",
    })
    void isANumber(String written, long uid) {
        assertThat(User.parse(written)).isEqualTo(new User.Uid(uid, written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "nobody:0",
                "nonroot",
                "ROOT",
                "toor",
                "root2",
                "app",
                " 0",
                "0 ",
                " root",
                "0x0",
                "0.0",
                "1e3",
                "1_000",
                "+",
                "-",
                "--1",
                "+-0",
                "\u0660", // the Arabic digit zero
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999999999999999999999",
                "ContainerAdministrator"
            })
    void isAName(String written) {
        assertThat(User.parse(written)).isEqualTo(new User.Name(written));
    }

    @Test
    void canBeMegabytesOfDigits() {
        String zeros = "0".repeat(4_000_000);

        assertThat(User.parse(zeros)).isInstanceOf(User.Root.class);
        assertThat(User.parse(zeros + "1")).isEqualTo(new User.Uid(1, zeros + "1"));
        assertThat(User.parse("9".repeat(4_000_000))).isInstanceOf(User.Name.class);
    }

    @Test
    void hasTheLargestUidThatTheApiServerAdmits() {
        assertThat(User.LARGEST_UID).isEqualTo(2147483647);
    }
}
