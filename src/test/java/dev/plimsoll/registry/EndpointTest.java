package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "docker.io, https://registry-1.docker.io/v2/a",
        "registry.corp, https://registry.corp/v2/a",
        "registry.corp:5000, https://registry.corp:5000/v2/a",
        "[::1]:5000, https://[::1]:5000/v2/a"
    })
    void a_name_says_where_the_registry_is(String name, URI resolved) {
        assertThat(Endpoint.of(name).resolve("/v2/a")).isEqualTo(resolved);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "http://127.0.0.1:5005, http://127.0.0.1:5005, '', ''",
        "HTTPS://mirror.corp/, https://mirror.corp, '', ''",
        "https://art.corp/api//, https://art.corp, /api, ''",
        "https://art.corp/v2, https://art.corp, '', ''",
        "https://art.corp/v2/, https://art.corp, '', ''",
        "https://art.corp/v2/a/b/, https://art.corp, '', a/b/",
        "https://art.corp/v2x/a, https://art.corp, /v2x/a, ''",
        "https://art.corp/p/v2/a, https://art.corp, /p, a/"
    })
    void an_address_has_a_place_for_the_api_and_one_for_repositories(
            URI address, URI origin, String pathPrefix, String repositoryPrefix) {
        assertThat(Endpoint.of(address)).isEqualTo(new Endpoint(origin, pathPrefix, repositoryPrefix));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "mirror.corp",
                "//mirror.corp",
                "ftp://mirror.corp",
                "https:///x",
                "https://user:pw@mirror.corp",
                "https://mirror.corp?x=1",
                "https://mirror.corp#x",
                "mailto:x",
                "https://under_score.corp:x"
            })
    void any_other_address_is_refused(URI address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.of(address))
                .withMessageContaining("is not an address such as");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "http://a.corp/x, true",
        "http://A.corp:80/x, true",
        "http://a.corp:81/x, false",
        "https://a.corp/x, false",
        "http://b.corp/x, false"
    })
    void an_origin_is_scheme_host_and_port(URI address, boolean same) {
        assertThat(Endpoint.of(URI.create("http://a.corp/p")).isOriginOf(address))
                .isEqualTo(same);
    }
}
