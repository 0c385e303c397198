package dev.plimsoll.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.ImageReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePatternTest {

    private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource({
        "**,                              nginx,                          true",
        "docker.io/library/nginx,         nginx,                          true",
        "docker.io/library/nginx,         nginx:1.27,                     true",
        "docker.io/library/nginx,         index.docker.io/library/nginx,  true",
        "docker.io/library/*,             nginx:latest,                   true",
        "docker.io/*,                     nginx,                          false",
        "docker.io/**,                    nginx,                          true",
        "docker.io/library/nginx,         bitnami/nginx,                  false",
        "registry.k8s.io/**,              registry.k8s.io/pause:3.9,      true",
        "registry.k8s.io/**,              registry.k8s.io.evil/pause,     false",
        "registry.corp:5000/**,           registry.corp:5000/app,         true",
        "registry.corp:5000/**,           registry.corp/app,              false",
        "registry.corp/**,                registry.corp:5000/app,         false",
        "*.corp/**,                       registry.corp/app,              true",
        "*.corp/**,                       evil.com/x.corp/app,            false",
        "registry.corp/shop/*:v1.*,       registry.corp/shop/web:v1.2,    true",
        "registry.corp/shop/*:v1.*,       registry.corp/shop/web:v2.0,    false",
        "registry.corp/shop/*:v1.*,       registry.corp/shop/web,         false",
        "docker.io/library/nginx:latest,  nginx:latest,                   true",
        "docker.io/library/nginx:latest,  nginx,                          false",
        "registry.corp:5000/app:*,        registry.corp:5000/app:1,       true",
        "registry.corp:5000/app:*,        registry.corp:5000/app,         false",
        "**:1,                            registry.corp:5000/app:1,       true",
        "'[::1]:5000/**',                 '[::1]:5000/app',               true",
        "localhost/**,                    localhost/app,                  true"
    })
    void itMatchesTheNormalisedName(String glob, String reference, boolean matches) {
        assertThat(new ImagePattern(glob).matches(ImageReference.parse(reference)))
                .isEqualTo(matches);
    }

    @Test
    void aDigestBesideTheTagDoesNotMatter() {
        assertThat(new ImagePattern("docker.io/library/nginx:1.*").matches(ImageReference.parse("nginx:1.27" + DIGEST)))
                .isTrue();
        assertThat(new ImagePattern("docker.io/library/nginx:*").matches(ImageReference.parse("nginx" + DIGEST)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b/c", "registry.corp/app@sha256:0", "registry.corp/app?", "registry.corp/ä", "a.b/\n"})
    void charactersOfNoImageNameAreRefused(String glob) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImagePattern(glob))
                .withMessageEndingWith("is not an image pattern: only characters of image names, * and ** are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "*", "nginx:1", "library/nginx", "library/*", "node*", "/app", "my_team/**"})
    void whatCouldNeverMatchIsRefusedWithWhatWould(String glob) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImagePattern(glob))
                .withMessage("\"" + glob
                        + "\" matches no image: begin with the registry, such as docker.io/library/nginx, or with **");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"**", "**/app", "*/app", "MyHost/app", "a.b/app", "host:5000/app", "localhost/x", "re*/x", "x**"
            })
    void whatCouldMatchIsNot(String glob) {
        assertThat(new ImagePattern(glob)).hasToString(glob);
    }

    @Test
    void itsLengthIsBounded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImagePattern(""))
                .withMessage("an image pattern has 1 to 512 characters");
        assertThat(new ImagePattern("a.b/" + "x".repeat(508)).glob()).hasSize(512);
        assertThatIllegalArgumentException().isThrownBy(() -> new ImagePattern("a.b/" + "x".repeat(509)));
    }
}
