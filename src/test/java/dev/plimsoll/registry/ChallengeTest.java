package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengeTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Basic                                      | basic{}
            Basic realm="r"                            | basic{realm=r}
            basic realm=r                              | basic{realm=r}
            Bearer realm="https://a/t",service="s"     | bearer{realm=https://a/t, service=s}
            Bearer  realm = "x" ,  service = "s"       | bearer{realm=x, service=s}
            BEARER Realm="x"                           | bearer{Realm=x}
            Bearer realm="a,b",service="c"             | bearer{realm=a,b, service=c}
            Bearer realm="a\\"b"                       | bearer{realm=a"b}
            Bearer realm="x",realm="y"                 | bearer{realm=x}
            Bearer realm="unclosed                     | bearer{realm=unclosed}
            Bearer realm=                              | bearer{realm=}
            Bearer realm="x", Basic realm="y"          | bearer{realm=x} basic{realm=y}
            Basic realm="y", Bearer realm="x",scope="" | basic{realm=y} bearer{realm=x, scope=}
            Negotiate, Basic realm="y"                 | negotiate{} basic{realm=y}
            ,,Basic                                    | basic{}
            Negotiate abc==                            | negotiate{abc=}
            =                                          | ''
            ''                                         | ''
            """)
    void a_header_is_read_into_challenges(String header, String expected) {
        assertThat(Challenge.parse(List.of(header)).stream()
                        .map(challenge -> challenge.scheme() + challenge.parameters())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @Test
    void several_headers_are_several_challenges() {
        assertThat(Challenge.parse(List.of("Basic", "Bearer realm=\"x\"")))
                .extracting(Challenge::isBearer)
                .containsExactly(false, true);
    }

    @Test
    void a_parameter_that_is_empty_is_as_if_it_were_not_there() {
        assertThat(Challenge.parse(List.of("Bearer realm=\"\"")).get(0).parameter("realm"))
                .isEmpty();
    }

    @Test
    void a_header_of_nothing_but_challenges_ends() {
        assertThat(Challenge.parse(List.of("a,".repeat(10_000)))).hasSize(16);
    }
}
