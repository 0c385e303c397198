package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.Credential;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.registry.PullSecrets.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullSecretsTest {

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    /** A secret in which the user of each key is the key. */
    private static byte[] secret(String... keys) {
        return json(Arrays.stream(keys)
                .map(key -> "'%s':{'username':'%s','password':'p'}".formatted(key, key))
                .collect(Collectors.joining(",", "{'auths':{", "}}")));
    }

    private static PullSecrets secrets(String... keys) {
        return PullSecrets.none().and(Type.DOCKER_CONFIG_JSON, secret(keys));
    }

    private static List<String> users(PullSecrets secrets, String image) {
        return secrets.matching(ImageReference.parse(image)).stream()
                .map(Credential::user)
                .toList();
    }

    /** What the kubelet finds, it finds here; and what it does not, is not found. */
    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "hello.kubernetes.io, hello.kubernetes.io/foo/bar, true",
        "https://hello.kubernetes.io, hello.kubernetes.io/foo/bar, true",
        "http://hello.kubernetes.io, hello.kubernetes.io/foo/bar, true",
        "*.kubernetes.io, prefix.kubernetes.io/foo, true",
        "prefix.*.io, prefix.kubernetes.io/foo, true",
        "prefix.kubernetes.*, prefix.kubernetes.io/foo, true",
        "*-good.kubernetes.io, prefix-good.kubernetes.io/foo, true",
        "*.kubernetes.io/blah, prefix.kubernetes.io/blah, true",
        "prefix.*.io/foo, prefix.kubernetes.io/foo/bar, true",
        "*.kubernetes.io:1111/blah, prefix.kubernetes.io:1111/blah, true",
        "prefix.*.io:1111/foo, prefix.kubernetes.io:1111/foo/bar, true",
        "*.kubernetes.io, kubernetes.io/foo, false",
        "*.*.kubernetes.io, prefix.kubernetes.io/foo, false",
        "*.*.kubernetes.io, kubernetes.io/foo, false",
        "*kubernetes.io, kubernetes.io/foo, true",
        "kubernetes.io, kubernetes.com/foo, false",
        "k*.io, quay.io/foo, false",
        "*.kubernetes.io:1234/blah, prefix.kubernetes.io:1111/blah, false",
        "prefix.*.io/foo, prefix.kubernetes.io:1111/foo/bar, false",
        "https://*.docker.io, prefix.docker.io/foo/bar, true",
        "https://*.docker.io/path, prefix.docker.io/path/foo/bar, true",
        "https://*.docker.io/path, prefix.docker.io/other/foo, false",
        "https://*.docker.io:8888, prefix.docker.io:8888/foo/bar, true",
        "https://*.docker.io:8888, prefix.docker.io/foo/bar, false",
        "https://*.docker.io/v1/, prefix.docker.io/path/foo, true",
        "https://*.docker.io/v2/, prefix.docker.io/path/foo, true",
        "https://*.docker.io/v2/path, prefix.docker.io/path/foo, true",
        "https://*.docker.io/v2, prefix.docker.io/path/foo, false",
        "prefix.docker.io:1111, prefix.docker.io:1111/path/foo, true",
        "*.docker.io:1111, prefix.docker.io:1111/path/foo, true",
        "https://hello.kubernetes.io, world.mesos.org/foo/bar, false",
        "https://*.docker.com, prefix.docker.io/foo/bar, false",
        "https://suffix.*.io, prefix.docker.io/foo/bar, false",
        "https://prefix.docker.c*, prefix.docker.io/foo/bar, false",
        "https://prefix.*.io/path:1111, prefix.docker.io/path/subpath/foo, false",
        "registry.corp/team, registry.corp/team/app, true",
        "registry.corp/team, registry.corp/teammate/app, true",
        "registry.corp/team/, registry.corp/teammate/app, false",
        "registry.corp/team/, registry.corp/team/app, true",
        "registry.corp, registry.corp.evil.org/app, false",
        "user@registry.corp, registry.corp/app, true",
        "registry.corp?x=y, registry.corp/app, true",
        "[fd00::1]:5000, [fd00::1]:5000/app, true",
        "[fd00::1]:5000, [fd00::1]:5001/app, false",
        "*, localhost/app, true",
        "*, registry.corp/app, false",
        "'', registry.corp/app, false",
    })
    void a_key_is_for_what_the_kubelet_takes_it_for(String key, String image, boolean found) {
        assertThat(users(secrets(key), image)).isEqualTo(found ? List.of(key) : List.of());
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "https://index.docker.io/v1/, google/docker-registry, true",
        "https://index.docker.io/v1/, jenkins, true",
        "https://index.docker.io/v1/, docker.io/library/jenkins, true",
        "https://index.docker.io/v1/, index.docker.io/library/jenkins, true",
        "https://index.docker.io/v2/, jenkins, true",
        "index.docker.io, jenkins, true",
        "docker.io, jenkins, true",
        "docker.io/library, jenkins, true",
        "docker.io/library, google/app, false",
        "https://index.docker.io/v1/, world.mesos.org/foo/bar, false",
        "https://index.docker.io/v1/, myhostdocker.io/foo/bar, false",
        "https://index.docker.io/v1/, registry:5000/foo, false",
        "https://index.docker.io/v1/, localhost/foo, false",
    })
    void docker_hub_has_more_than_one_name(String key, String image, boolean found) {
        assertThat(users(secrets(key), image)).isEqualTo(found ? List.of(key) : List.of());
    }

    @Test
    void the_longest_comes_first_and_a_host_before_a_glob() {
        PullSecrets secrets = secrets("r.corp", "r.corp/a", "*.corp", "r.corp/a/b", "r.*", "r.corp/c");
        assertThat(users(secrets, "r.corp/a/b/app"))
                .containsExactly("r.corp/a/b", "r.corp/a", "r.corp", "r.*", "*.corp");
        assertThat(secrets.matching(ImageReference.parse("r.corp/a/x")))
                .map(Credential::user)
                .contains("r.corp/a");
    }

    @Test
    void what_is_for_docker_hub_by_its_name_comes_before_its_index() {
        assertThat(users(secrets("https://index.docker.io/v1/", "docker.io"), "nginx"))
                .containsExactly("docker.io");
    }

    @Test
    void of_several_secrets_for_the_same_thing_all_are_tried_in_their_order() {
        PullSecrets secrets = PullSecrets.none()
                .and(Type.DOCKER_CFG, json("{'r.corp':{'username':'first','password':'p'}}"))
                .and(Type.DOCKER_CONFIG_JSON, json("{'auths':{'https://r.corp':{'username':'second','password':'p'}}}"))
                .and(Type.DOCKER_CFG, json("{'r.corp/a':{'username':'third','password':'p'}}"));
        assertThat(users(secrets, "r.corp/a/app")).containsExactly("third", "first", "second");
        assertThat(users(secrets, "r.corp/b/app")).containsExactly("first", "second");
    }

    @Test
    void a_credential_may_be_encoded() {
        String auth = Base64.getEncoder().encodeToString("alice:s3:cret".getBytes(StandardCharsets.UTF_8));
        PullSecrets secrets = PullSecrets.none().and(Type.DOCKER_CFG, json("{'r.corp':{'auth':'%s'}}".formatted(auth)));
        assertThat(secrets.matching(ImageReference.parse("r.corp/a"))).contains(Credential.of("alice", "s3:cret"));
    }

    @Test
    void secrets_that_were_read_apart_are_in_the_order_in_which_they_are_put_together() {
        PullSecrets first = PullSecrets.none()
                .and(
                        Type.DOCKER_CFG,
                        json("{'r.corp':{'username':'a','password':'p'},'r.corp/x':{'username':'b','password':'p'}}"));
        PullSecrets second = PullSecrets.none()
                .and(
                        Type.DOCKER_CFG,
                        json(
                                "{'r.corp':{'username':'c','password':'p'},'r.corp/x/y':{'username':'d','password':'p'}}"));

        ImageReference image = ImageReference.parse("r.corp/x/y:1");

        assertThat(first.and(second).matching(image))
                .extracting(Credential::user)
                .containsExactly("d", "b", "a", "c");
        assertThat(PullSecrets.none().and(second).and(PullSecrets.none()).matching(image))
                .extracting(Credential::user)
                .containsExactly("d", "c");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "1",
                "null",
                "{'auths':[]}",
                "{'auths':{'r.corp':null}}",
                "{'auths':{'r.corp':{'auth':'%%%'}}}",
                "{'credsStore':'evil'}",
                "{'credHelpers':{'r.corp':'evil'}}",
                "{'credsStore':'evil','credHelpers':{'r.corp':'evil'},'auths':{'r.corp':{}}}"
            })
    void what_holds_no_credential_and_what_names_a_program_is_ignored(String data) {
        assertThat(PullSecrets.none()
                        .and(Type.DOCKER_CONFIG_JSON, json(data))
                        .matching(ImageReference.parse("r.corp/a")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void what_is_not_json_is_said_to_be_none_and_not_quoted(Type type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PullSecrets.none().and(type, json("very-secret")))
                .withMessage(type.dataKey() + " is not JSON")
                .withNoCause();
        assertThatIllegalArgumentException().isThrownBy(() -> PullSecrets.none().and(type, json("[".repeat(10_000))));
    }

    @Test
    void one_over_a_mebibyte_is_not_read() {
        byte[] exact = Arrays.copyOf(json("{}"), 1 << 20);
        Arrays.fill(exact, 2, exact.length, (byte) ' ');
        assertThat(PullSecrets.none().and(Type.DOCKER_CFG, exact).matching(ImageReference.parse("r.corp/a")))
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PullSecrets.none().and(Type.DOCKER_CFG, new byte[(1 << 20) + 1]))
                .withMessage(".dockercfg is over 1 MiB");
    }

    @Test
    void no_secret_is_in_their_text() {
        assertThat(secrets("very-secret").toString()).doesNotContain("very-secret");
        assertThat(new DockerAuth("r.corp", Credential.of("u", "very-secret")).toString())
                .doesNotContain("very-secret");
    }
}
