package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageReference;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsTest {

    @TempDir
    private Path folder;

    @Test
    void the_defaults() {
        RegistrySettings settings = TestSettings.defaults().build();
        assertThat(settings.lookupTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.dnsTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.maxConcurrentLookups()).isEqualTo(32);
        assertThat(settings.maxConcurrentLookupsPerRegistry()).isEqualTo(8);
        assertThat(settings.queue()).isEqualTo(2000);
        assertThat(settings.queuePerRegistry()).isEqualTo(1000);
        assertThat(settings.dockerConfig()).isEmpty();
        assertThat(settings.cache().maxSize()).isEqualTo(DataSize.ofMebibytes(32));
        assertThat(settings.cache().tagTtl()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.allowed()).isEmpty();
        assertThat(settings.denied()).isEmpty();
        assertThat(settings.privateAddresses()).isTrue();
        assertThat(settings.cache().tagMaxStale()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.cache().failureTtl()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.credentialHelpers()).isFalse();
        assertThat(settings.hosts()).isEmpty();
    }

    @Test
    void every_key_is_read() {
        RegistrySettings settings = TestSettings.defaults()
                .set("lookup-timeout", "1500ms")
                .set("dns-timeout", "4s")
                .set("connect-timeout", "PT2S")
                .set("max-concurrent-lookups", "3")
                .set("max-concurrent-lookups-per-registry", "2")
                .set("queue", "4")
                .set("queue-per-registry", "5")
                .set("docker-config", "/etc/docker/config.json")
                .set("cache.max-size", "1Gi")
                .set("cache.tag-ttl", "1h")
                .set("cache.tag-max-stale", "2h")
                .set("cache.failure-ttl", "3s")
                .set("hosts.\"registry.corp:5000\".endpoint", "http://127.0.0.1:5005")
                .set("hosts.\"registry.corp:5000\".ca-file", "/ca.pem")
                .set("hosts.\"registry.corp:5000\".docker-config", "/own.json")
                .set("hosts.\"registry.corp:5000\".token-hosts", "auth.corp,other.corp")
                .set("hosts.\"registry.corp:5000\".mirrors", "https://a.corp,https://b.corp")
                .set("hosts.\"registry.corp:5000\".client-cert-file", "/cert.pem")
                .set("hosts.\"registry.corp:5000\".client-key-file", "/key.pem")
                .set("hosts.\"registry.corp:5000\".username", "alice")
                .set("hosts.\"registry.corp:5000\".password", "s3cret")
                .set("hosts.\"registry.corp:5000\".credential-helpers", "false")
                .set("credential-helpers", "true")
                .set("allowed", "docker.io,*.corp")
                .set("denied", "evil.corp")
                .set("private-addresses", "false")
                .build();
        assertThat(settings.lookupTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(settings.dnsTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.maxConcurrentLookups()).isEqualTo(3);
        assertThat(settings.maxConcurrentLookupsPerRegistry()).isEqualTo(2);
        assertThat(settings.queue()).isEqualTo(4);
        assertThat(settings.queuePerRegistry()).isEqualTo(5);
        assertThat(settings.dockerConfig()).contains(Path.of("/etc/docker/config.json"));
        assertThat(settings.cache().maxSize()).isEqualTo(DataSize.ofMebibytes(1024));
        assertThat(settings.cache().tagTtl()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.cache().tagMaxStale()).isEqualTo(Duration.ofHours(2));
        assertThat(settings.cache().failureTtl()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.hosts()).containsOnlyKeys("registry.corp:5000");
        RegistrySettings.Host host = settings.hosts().get("registry.corp:5000");
        assertThat(host.endpoint()).contains(URI.create("http://127.0.0.1:5005"));
        assertThat(host.caFile()).contains(Path.of("/ca.pem"));
        assertThat(host.dockerConfig()).contains(Path.of("/own.json"));
        assertThat(host.tokenHosts()).contains(List.of("auth.corp", "other.corp"));
        assertThat(host.mirrors()).contains(List.of("https://a.corp", "https://b.corp"));
        assertThat(host.clientCertFile()).contains(Path.of("/cert.pem"));
        assertThat(host.clientKeyFile()).contains(Path.of("/key.pem"));
        assertThat(host.username()).contains("alice");
        assertThat(host.password()).contains("s3cret");
        assertThat(host.credentialHelpers()).contains(false);
        assertThat(settings.credentialHelpers()).isTrue();
        assertThat(settings.allowed()).contains(List.of("docker.io", "*.corp"));
        assertThat(settings.denied()).contains(List.of("evil.corp"));
        assertThat(settings.privateAddresses()).isFalse();
    }

    /** Key, value, and what is to be said of it; of every key there is. */
    private static final String BAD = """
            lookup-timeout            | soon                 | "soon" is not a duration such as 500ms, 10s or 5m
            lookup-timeout            | 0s                   | 0s is not from 1ms to 300s
            lookup-timeout            | 301s                 | 301s is not from 1ms to 300s
            connect-timeout           | -PT1S                | -1s is not from 1ms to 300s
            max-concurrent-lookups    | 0                    | 0 is not from 1 to 1000
            max-concurrent-lookups    | many                 | many
            max-concurrent-lookups-per-registry | 0          | 0 is not from 1 to 1000
            queue                     | 0                    | 0 is not from 1 to 100000
            queue-per-registry        | 100001               | 100001 is not from 1 to 100000
            cache.max-size            | 64MB                 | "64MB" is not a quantity such as 500Mi or 1.5Gi
            cache.tag-ttl             | 25h                  | 90000s is not from 0s to 86400s
            cache.tag-max-stale       | 169h                 | 608400s is not from 0s to 604800s
            cache.failure-ttl         | 6m                   | 360s is not from 0s to 300s
            docker-config             | /nonexistent/config  | /nonexistent/config cannot be read
            hosts."r.corp".endpoint   | mirror.corp          | "mirror.corp" is not an address such as https://mirror.corp:5000
            hosts."r.corp".endpoint   | http://a b           | "http://a b" is not an address such as https://mirror.corp:5000
            hosts."r.corp".ca-file    | /nonexistent/ca.pem  | /nonexistent/ca.pem cannot be read
            hosts."r.corp".docker-config | /nonexistent/c    | /nonexistent/c cannot be read
            hosts."r.corp".endpoint   | https://a.corp:65536 | "https://a.corp:65536" is not an address such as https://mirror.corp:5000
            hosts."r.corp".mirrors    | https://a.corp,b c   | "b c" is not an address such as https://mirror.corp:5000
            hosts."r.corp".mirrors    | b.corp               | "b.corp" is not an address such as https://mirror.corp:5000
            hosts."r.corp".client-cert-file | /cert.pem      | client-key-file: is required where plimsoll.registry.hosts."r.corp".client-cert-file is set
            hosts."r.corp".client-key-file | /key.pem        | client-cert-file: is required where plimsoll.registry.hosts."r.corp".client-key-file is set
            hosts."r.corp".username   | alice                | password: is required where plimsoll.registry.hosts."r.corp".username is set
            hosts."r.corp".password   | s3cret               | username: is required where plimsoll.registry.hosts."r.corp".password is set
            private-addresses         | no                   | "no" is neither true nor false
            allowed                   | https://r.corp       | "https://r.corp" is not a registry such as docker.io, registry.corp:5000 or *.corp
            denied                    | r.corp/team          | "r.corp/team" is not a registry such as docker.io, registry.corp:5000 or *.corp
            denied                    | a.corp b.corp        | "a.corp b.corp" is not a registry such as docker.io, registry.corp:5000 or *.corp
            lookup-timeout            | ''                   | lookup-timeout
            lookup-timeout            | 10 s                 | "10 s" is not a duration such as 500ms, 10s or 5m
            dns-timeout               | 0s                   | 0s is not from 1ms to 300s
            dns-timeout               | 6m                   | 360s is not from 1ms to 300s
            max-concurrent-lookups    | 1001                 | 1001 is not from 1 to 1000
            max-concurrent-lookups    | 99999999999          | 99999999999
            queue                     | 1.5                  | 1.5
            cache.max-size            | 0                    | 0 B is not from 1 MiB to
            cache.max-size            | 1023Ki               | is not from 1 MiB to
            cache.max-size            | -1Mi                 | a size cannot be negative: -1Mi
            cache.max-size            | 64Ti                 | 64 TiB is not from 1 MiB to
            cache.tag-ttl             | -PT1S                | -1s is not from 0s to 86400s
            credential-helpers        | TRUE                 | "TRUE" is neither true nor false
            private-addresses         | 1                    | "1" is neither true nor false
            hosts."r.corp".endpoint   | ftp://r.corp         | "ftp://r.corp" is not an address such as https://mirror.corp:5000
            hosts."r.corp".endpoint   | https://a:b@r.corp   | is not an address such as https://mirror.corp:5000
            hosts."r.corp".endpoint   | https://r.corp?x=y   | "https://r.corp?x=y" is not an address such as https://mirror.corp:5000
            hosts."r.corp".credential-helpers | yes          | "yes" is neither true nor false
            hosts."r.corp".token-hosts | https://auth.corp   | "https://auth.corp" is not a host such as auth.corp
            hosts."r.corp".token-hosts | auth.corp,*.corp    | "*.corp" is not a host such as auth.corp
            hosts."r.corp".token-hosts | auth.corp:443       | "auth.corp:443" is not a host such as auth.corp
            hosts."r.corp".username   | ali:ce               | has a colon, which no user can have
            hosts."https://r.corp".password | s3cret         | "https://r.corp" is not a registry such as docker.io or registry.corp:5000
            hosts."r.corp/team".password | s3cret            | "r.corp/team" is not a registry such as docker.io or registry.corp:5000
            hosts."*.corp".password   | s3cret               | "*.corp" is not a registry such as docker.io or registry.corp:5000
            hosts."registry".password | s3cret               | "registry" is not a registry such as docker.io or registry.corp:5000
            lookup-timout             | 10s                  | lookup-timout
            hosts."r.corp".pasword    | s3cret               | pasword
            """;

    static Stream<Arguments> badValues() {
        return BAD.lines()
                .map(line -> line.split("\\|"))
                .map(cells -> Arguments.of(cells[0].strip(), cells[1].strip().replace("''", ""), cells[2].strip()));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("badValues")
    void a_bad_value_is_named_with_its_key_and_what_would_be_right(String key, String value, String problem) {
        TestSettings settings = TestSettings.defaults().set(key, value);
        // Of a registry's name that is bad it does not matter what is set for it.
        String named = problem.contains(" is not a registry ") && key.startsWith("hosts")
                ? key.replaceFirst("\\.[a-z]+$", "")
                : key;
        assertThatThrownBy(() -> settings.inspector().close())
                .hasMessageContaining("plimsoll.registry." + named)
                .hasMessageContaining(problem);
    }

    @Test
    void no_key_takes_every_value() throws IOException {
        Set<String> keys = Files.readString(Path.of("docs", "configuration.md"))
                .lines()
                .map(Pattern.compile("^\\| `plimsoll\\.registry\\.([^`]+)`.*")::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1).replace("<host>", "r.corp"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(keys).hasSizeGreaterThan(20);
        assertThat(badValues().map(row -> (String) row.get()[0])).containsAll(keys);
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"r.corp, R.corp", "docker.io, index.docker.io"})
    void no_registry_has_its_settings_twice(String name, String same) {
        TestSettings settings = TestSettings.defaults();
        for (String one : List.of(name, same)) {
            settings.set("hosts.\"%s\".endpoint".formatted(one), "https://mirror.corp");
        }
        assertThatThrownBy(() -> settings.inspector().close())
                .hasMessageContaining("is the same registry as plimsoll.registry.hosts.")
                .hasMessageContaining(name)
                .hasMessageContaining(same);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "docker.io",
                "localhost",
                "localhost:5000",
                "r.corp",
                "R.corp",
                "registry:5000",
                "10.0.0.1",
                "[::1]:5000"
            })
    void settings_may_be_for_whatever_can_be_a_registry(String name) {
        TestSettings.defaults()
                .set("hosts.\"%s\".endpoint".formatted(name), "https://mirror.corp")
                .inspector()
                .close();
        assertThat(ImageReference.parse(name + "/team/app:1").registry()).isEqualTo(name);
    }

    @Test
    void a_password_is_not_repeated_in_what_is_said_of_it() {
        TestSettings settings = TestSettings.defaults().set("hosts.\"r.corp\".password", "very-secret");
        assertThatThrownBy(() -> settings.inspector().close()).message().doesNotContain("very-secret");
        RegistrySettings built = settings.build();
        assertThat(built + " " + built.hosts()).doesNotContain("very-secret");
    }

    @Test
    void a_password_may_come_from_the_environment() {
        RegistrySettings settings = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(RegistrySettings.class)
                .withSources(new EnvConfigSource(
                        Map.of(
                                "PLIMSOLL_REGISTRY_HOSTS__REGISTRY_CORP__USERNAME", "alice",
                                "PLIMSOLL_REGISTRY_HOSTS__REGISTRY_CORP__PASSWORD", "s3cret",
                                "REGISTRY_PASSWORD", "other"),
                        300))
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "plimsoll.registry.hosts.\"port.corp:5000\".username", "bob",
                                "plimsoll.registry.hosts.\"port.corp:5000\".password", "${REGISTRY_PASSWORD}"),
                        "file",
                        100))
                .build()
                .getConfigMapping(RegistrySettings.class);
        assertThat(settings.hosts().get("registry.corp").password()).contains("s3cret");
        assertThat(settings.hosts().get("port.corp:5000").password()).contains("other");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"'', holds no PEM certificate", "no pem at all, holds no PEM certificates"})
    void a_ca_file_without_certificates_is_said_to_be_none(String content, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), content);
        TestSettings settings = TestSettings.defaults().set("hosts.\"r.corp\".ca-file", file.toString());
        assertThatThrownBy(() -> settings.inspector().close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("plimsoll.registry.hosts.\"r.corp\".ca-file: ")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"500ms, 500", "10s, 10000", "10, 10000", "5m, 300000", "1h, 3600000", "PT0.5S, 500", "0, 0"})
    void a_duration_is_written_in_several_ways(String text, long milliseconds) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(Duration.ofMillis(milliseconds));
    }
}
