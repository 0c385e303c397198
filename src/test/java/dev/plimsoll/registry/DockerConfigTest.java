package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.Credential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {

    @TempDir
    private Path folder;

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("config.json"), json.replace('\'', '"'));
    }

    private DockerConfig config(String json) throws IOException {
        return DockerConfig.read(file(json), Optional.empty());
    }

    @ParameterizedTest(name = "{0} for {1}/{2}")
    @CsvSource({
        "registry.corp, registry.corp, a, true",
        "registry.corp, REGISTRY.corp, a, true",
        "https://registry.corp, registry.corp, a, true",
        "http://registry.corp/, registry.corp, a, true",
        "https://registry.corp/v2/, registry.corp, a, true",
        "registry.corp, registry.corp:5000, a, false",
        "registry.corp:5000, registry.corp, a, false",
        "registry.corp:5000, registry.corp:5000, a, true",
        "registry.corp, registry.corp.evil.org, a, false",
        "registry.corp/team, registry.corp, team/app, true",
        "registry.corp/team/, registry.corp, team/app, true",
        "registry.corp/team, registry.corp, team, true",
        "registry.corp/team, registry.corp, teammate/app, false",
        "registry.corp/team, registry.corp, app, false",
        "registry.corp/v1x, registry.corp, v1x/app, true",
        "https://index.docker.io/v1/, docker.io, library/nginx, true",
        "index.docker.io, docker.io, library/nginx, true",
        "docker.io, docker.io, library/nginx, true",
        "registry-1.docker.io, docker.io, library/nginx, true",
        "docker.io/acme, docker.io, acme/app, true",
        "docker.io, registry-1.docker.io, a, true",
        "auth.docker.io, docker.io, library/nginx, false"
    })
    void an_entry_is_for_a_host_or_a_path_of_it(String key, String host, String repository, boolean fits)
            throws IOException {
        DockerConfig config = config("{'auths':{'%s':{'username':'u','password':'p'}}}".formatted(key));
        assertThat(config.resolve(host, repository).isPresent()).isEqualTo(fits);
    }

    @Test
    void the_longest_path_wins() throws IOException {
        DockerConfig config = config("""
                {'auths':{'r.corp':{'username':'all','password':'p'},
                          'r.corp/a/b':{'username':'ab','password':'p'},
                          'r.corp/a':{'username':'a','password':'p'}}}""");
        assertThat(config.resolve("r.corp", "a/b/c")).map(Credential::user).contains("ab");
        assertThat(config.resolve("r.corp", "a/x")).map(Credential::user).contains("a");
        assertThat(config.resolve("r.corp", "x")).map(Credential::user).contains("all");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'auth':'$alice:s3cret'                                     | alice   | s3cret
            'auth':'$alice:with:colon'                                 | alice   | with:colon
            'auth':'$alice:s3cret','username':'bob','password':'x'     | alice   | s3cret
            'username':'bob','password':'x'                            | bob     | x
            'username':'bob','password':'x','auth':''                  | bob     | x
            'identitytoken':'t','auth':'$alice:s3cret'                 | <token> | t
            'auth':'$<token>:t'                                        | <token> | t
            """)
    void a_credential_is_written_in_several_ways(String entry, String user, String password) throws IOException {
        DockerConfig config = config("{'auths':{'r.corp':{%s}}}".formatted(encoded(entry)));
        assertThat(config.resolve("r.corp", "a")).contains(Credential.of(user, password));
    }

    @Test
    void zero_bytes_after_a_password_are_padding() throws IOException {
        DockerConfig config = config("{'auths':{'r.corp':{%s}}}".formatted(encoded("'auth':'$alice:s3cret\0\0'")));
        assertThat(config.resolve("r.corp", "a")).contains(Credential.of("alice", "s3cret"));
    }

    private static String encoded(String entry) {
        int from = entry.indexOf('$');
        if (from < 0) {
            return entry;
        }
        int to = entry.indexOf('\'', from);
        byte[] plain = entry.substring(from + 1, to).getBytes(StandardCharsets.UTF_8);
        return entry.substring(0, from) + Base64.getEncoder().encodeToString(plain) + entry.substring(to);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{}",
                "{'auths':{}}",
                "{'auths':{'r.corp':{}}}",
                "{'auths':{'r.corp':{'auth':'%%%'}}}",
                "{'auths':{'r.corp':{'auth':'bm9jb2xvbg=='}}}",
                "{'auths':{'r.corp':{'username':'u'}}}",
                "{'auths':{'r.corp':null}}",
                "{'credsStore':'desktop','credHelpers':{'r.corp':'evil'}}"
            })
    void an_entry_that_cannot_be_used_is_left_out(String json) throws IOException {
        assertThat(config(json).resolve("r.corp", "a")).isEmpty();
    }

    @Test
    void a_file_that_is_none_is_said_to_be_none_and_not_quoted() throws IOException {
        Path file = file("{'auths':{'r.corp':{'auth':'c2VjcmV0'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DockerConfig.read(file, Optional.empty()))
                .withMessage("%s is not a docker config: it is not JSON".formatted(file))
                .withNoCause();
    }

    @Test
    void a_file_that_is_not_there_is_said_not_to_be_readable() {
        Path missing = folder.resolve("missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DockerConfig.read(missing, Optional.empty()))
                .withMessage("%s cannot be read".formatted(missing));
    }

    @Test
    void a_file_over_a_mebibyte_is_not_read() throws IOException {
        Path large = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DockerConfig.read(large, Optional.empty()))
                .withMessageContaining("over 1 MiB");
    }
}
