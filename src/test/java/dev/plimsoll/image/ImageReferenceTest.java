package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final String SHA256 = "sha256:" + HASH;
    private static final String SHA512 = "sha512:" + HASH + HASH;

    @ParameterizedTest
    @CsvSource({
        // familiar names
        "nginx, docker.io, library/nginx, ",
        "nginx:1.27, docker.io, library/nginx, 1.27",
        "nginx:latest, docker.io, library/nginx, latest",
        "grafana/grafana:11, docker.io, grafana/grafana, 11",
        "library/nginx, docker.io, library/nginx, ",
        "library/a/b, docker.io, library/a/b, ",
        "a/b/c/d, docker.io, a/b/c/d, ",
        "d, docker.io, library/d, ",
        "0, docker.io, library/0, ",
        // Docker Hub has several names
        "docker.io/nginx, docker.io, library/nginx, ",
        "docker.io/library/nginx, docker.io, library/nginx, ",
        "docker.io/grafana/grafana, docker.io, grafana/grafana, ",
        "index.docker.io/nginx:1, docker.io, library/nginx, 1",
        "index.docker.io/grafana/grafana, docker.io, grafana/grafana, ",
        "registry-1.docker.io/library/nginx, docker.io, library/nginx, ",
        "registry-1.docker.io/nginx, docker.io, library/nginx, ",
        // which only hold without a port and in lower case
        "docker.io:443/nginx, docker.io:443, nginx, ",
        "Docker.io/nginx, Docker.io, nginx, ",
        "xdocker.io/nginx, xdocker.io, nginx, ",
        "docker.io.evil.example/nginx, docker.io.evil.example, nginx, ",
        // what stands before the slash is a host if it has a dot, a colon or an upper-case letter, or is localhost
        "registry.corp/app:1, registry.corp, app, 1",
        "registry.corp/library/app, registry.corp, library/app, ",
        "registry:5000/app, registry:5000, app, ",
        "registry:5000/app:1, registry:5000, app, 1",
        "localhost/app, localhost, app, ",
        "localhost:5000/app, localhost:5000, app, ",
        "LOCALDOMAIN/app, LOCALDOMAIN, app, ",
        "Foo/bar, Foo, bar, ",
        "localhosts/app, docker.io, localhosts/app, ",
        "local-host/app, docker.io, local-host/app, ",
        "registry.corp/a.b/c_d/e__f/g---h:v, registry.corp, a.b/c_d/e__f/g---h, v",
        // without a slash there is no host: what follows the colon is a tag
        "localhost, docker.io, library/localhost, ",
        "localhost:5000, docker.io, library/localhost, 5000",
        "registry.corp:5000, docker.io, library/registry.corp, 5000",
        "registry.corp, docker.io, library/registry.corp, ",
        "192.168.1.1, docker.io, library/192.168.1.1, ",
        "foo_bar.com:8080, docker.io, library/foo_bar.com, 8080",
        // hosts
        "10.0.0.1/app, 10.0.0.1, app, ",
        "10.0.0.1:5000/app:5050, 10.0.0.1:5000, app, 5050",
        "[::1]/app, [::1], app, ",
        "[::1]:5000/app, [::1]:5000, app, ",
        "[2001:db8:1:2:3:4:5:6]/app:1, [2001:db8:1:2:3:4:5:6], app, 1",
        "[2001:DB8::1]:443/a/b:1, [2001:DB8::1]:443, a/b, 1",
        "sub-dom1.foo.com/bar/baz, sub-dom1.foo.com, bar/baz, ",
        "xn--n3h.com/app:xn--n3h.com, xn--n3h.com, app, xn--n3h.com",
        "a--b.com/app, a--b.com, app, ",
        "0.0/app, 0.0, app, ",
        // by the grammar these are hosts; that they cannot be reached shows when one tries
        "registry.corp:99999/app, registry.corp:99999, app, ",
        "registry.corp:0/app, registry.corp:0, app, ",
        "[fd00123:123123]/app, [fd00123:123123], app, ",
        "[:]/app, [:], app, ",
        // no host by the grammar, but the whole is a path, and the container runtime asks that host
        "my_registry.corp/app:1, my_registry.corp, app, 1",
        // tags
        "nginx:_, docker.io, library/nginx, _",
        "nginx:_1.2-3, docker.io, library/nginx, _1.2-3",
        "nginx:A.b-C_d, docker.io, library/nginx, A.b-C_d",
        "nginx:1.., docker.io, library/nginx, 1..",
        "nginx:latest-, docker.io, library/nginx, latest-",
    })
    void isNormalisedAndKeepsWhatWasWritten(String written, String registry, String repository, String tag) {
        assertThat(ImageReference.parse(written))
                .isEqualTo(new ImageReference(registry, repository, Optional.ofNullable(tag), Optional.empty()));
    }

    @Test
    void keepsTagAndDigest() {
        Digest digest = Digest.parse(SHA256);

        assertThat(ImageReference.parse("nginx:1@" + SHA256))
                .isEqualTo(new ImageReference("docker.io", "library/nginx", Optional.of("1"), Optional.of(digest)));
        assertThat(ImageReference.parse("registry:5000/app@" + SHA256))
                .isEqualTo(new ImageReference("registry:5000", "app", Optional.empty(), Optional.of(digest)));
        assertThat(ImageReference.parse("localhost:8080@" + SHA256))
                .isEqualTo(
                        new ImageReference("docker.io", "library/localhost", Optional.of("8080"), Optional.of(digest)));
        assertThat(ImageReference.parse("nginx@" + SHA512).digest()).contains(Digest.parse(SHA512));
    }

    @Test
    void readsSixtyFourHexadecimalDigitsOnlyWhereTheyCannotBeAnImageId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse(HASH))
                .withMessage("64 hexadecimal digits are an image id, which no registry can look up");
        assertThat(ImageReference.parse("docker.io/" + HASH).repository()).isEqualTo("library/" + HASH);
        assertThat(ImageReference.parse("library/" + HASH).repository()).isEqualTo("library/" + HASH);
        assertThat(ImageReference.parse(HASH + ":1").repository()).isEqualTo("library/" + HASH);
        assertThat(ImageReference.parse(HASH.substring(1)).repository()).isEqualTo("library/" + HASH.substring(1));
        assertThat(ImageReference.parse("0" + HASH).repository()).isEqualTo("library/0" + HASH);
        assertThat(ImageReference.parse("g" + HASH.substring(1)).repository())
                .isEqualTo("library/g" + HASH.substring(1));
        assertThat(ImageReference.parse(SHA256))
                .isEqualTo(new ImageReference("docker.io", "library/sha256", Optional.of(HASH), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx:                  | the tag after \":\" is missing",
                "nginx:.1                | tag \".1\" must begin with a letter, a digit or \"_\"",
                "nginx:-1                | tag \"-1\" must begin with a letter, a digit or \"_\"",
                "nginx:1~2               | tag \"1~2\" must not have \"~\" in it",
                "nginx:1:2               | tag \"1:2\" must not have \":\" in it",
                "nginx:1+2               | tag \"1+2\" must not have \"+\" in it",
                "nginx:1 2               | tag \"1 2\" must not have a space in it",
                "nginx:é                 | tag \"?\" must not have U+00E9 in it",
                "nginx：1                 | repository \"nginx?1\" must not have U+FF1A in it",
                "ngінx                   | repository \"ng??x\" must not have U+0456 in it",
                "nginx latest            | repository \"nginx latest\" must not have a space in it",
                "${IMAGE}                | repository \"${IMAGE}\" must be in lower case",
                "${image}                | repository \"${image}\" must not have \"$\" in it",
                "{{ .image }}            | repository \"{{ .image }}\" must not have \"{\" in it",
                "Nginx                   | repository \"Nginx\" must be in lower case",
                "grafana/Grafana:1       | repository \"grafana/Grafana\" must be in lower case",
                "r:5000/Up/low:tag       | repository \"Up/low\" must be in lower case",
                "Foo/FarB                | repository \"FarB\" must be in lower case",
                ":tag                    | the repository is missing",
                "@                       | the repository is missing",
                "registry.corp/          | the repository is missing",
                "registry.corp/:1        | the repository is missing",
                "/                       | repository \"/\" has a slash too many",
                "/nginx                  | repository \"/nginx\" has a slash too many",
                "nginx/                  | repository \"nginx/\" has a slash too many",
                "a//b                    | repository \"a//b\" has a slash too many",
                "registry.corp//b        | repository \"/b\" has a slash too many",
                "registry.corp/a/b/      | repository \"a/b/\" has a slash too many",
                "-nginx                  | \"-nginx\" in the repository must begin and end with a letter or digit",
                "a/b-                    | \"b-\" in the repository must begin and end with a letter or digit",
                "a/.                     | \".\" in the repository must begin and end with a letter or digit",
                "a/..                    | repository \"a/..\" has separators in a row other than \"__\" and dashes",
                "registry.corp/../a      | repository \"../a\" has separators in a row other than \"__\" and dashes",
                "_docker/a               | \"_docker\" in the repository must begin and end with a letter or digit",
                "____/____               | repository \"____/____\" has separators in a row other than \"__\" and dashes",
                "a..b                    | repository \"a..b\" has separators in a row other than \"__\" and dashes",
                "a___b                   | repository \"a___b\" has separators in a row other than \"__\" and dashes",
                "a_.b                    | repository \"a_.b\" has separators in a row other than \"__\" and dashes",
                "a._b                    | repository \"a._b\" has separators in a row other than \"__\" and dashes",
                "a-.b                    | repository \"a-.b\" has separators in a row other than \"__\" and dashes",
                "a.-b                    | repository \"a.-b\" has separators in a row other than \"__\" and dashes",
                "a-_b                    | repository \"a-_b\" has separators in a row other than \"__\" and dashes",
                "a_-b                    | repository \"a_-b\" has separators in a row other than \"__\" and dashes",
                "https://registry.corp/a | an image name has no scheme; leave out everything up to \"://\"",
                "docker://nginx          | an image name has no scheme; leave out everything up to \"://\"",
                "registry.corp:/a        | registry \"registry.corp:\" does not end in a port number",
                "registry.corp:http/a    | registry \"registry.corp:http\" does not end in a port number",
                "registry.corp:50:50/a   | registry \"registry.corp:50:50\" does not end in a port number",
                "nginx:1.27/a            | registry \"nginx:1.27\" does not end in a port number",
                "my_registry:5000/a      | registry \"my_registry:5000\" does not begin with a host name or address",
                "My_registry/a           | registry \"My_registry\" does not begin with a host name or address",
                "-a.com/a                | registry \"-a.com\" does not begin with a host name or address",
                "a-.com/a                | registry \"a-.com\" does not begin with a host name or address",
                "a..com/a                | registry \"a..com\" does not begin with a host name or address",
                "docker./a               | registry \"docker.\" does not begin with a host name or address",
                ".docker/a               | registry \".docker\" does not begin with a host name or address",
                ":5000/a                 | registry \":5000\" does not begin with a host name or address",
                "user@corp.com/a         | registry \"user@corp.com\" does not begin with a host name or address",
                "fc00::1:5000/a          | registry \"fc00::1:5000\" does not end in a port number",
                "::1/a                   | registry \"::1\" does not begin with a host name or address",
                "[::1/a                  | registry \"[::1\" does not begin with a host name or address",
                "[]:1/a                  | registry \"[]:1\" does not begin with a host name or address",
                "[::1]5000/a             | registry \"[::1]5000\" does not end in a port number",
                "[::1]::5000/a           | registry \"[::1]::5000\" does not end in a port number",
                "[::1%eth0]:5000/a       | registry \"[::1%eth0]:5000\" does not begin with a host name or address",
                "[::192.0.2.33]/a        | registry \"[::192.0.2.33]\" does not begin with a host name or address",
                "[::1]                   | repository \"[\" must not have \"[\" in it",
                "[::1]:5000              | repository \"[\" must not have \"[\" in it",
                "nginx@                  | digest \"\" must begin with sha256: or sha512:",
                "nginx@latest            | digest \"latest\" must begin with sha256: or sha512:",
                "nginx@sha256            | digest \"sha256\" must begin with sha256: or sha512:",
                "nginx@SHA256:00         | digest \"SHA256:00\" must begin with sha256: or sha512:",
                "nginx@md5:0123          | digest \"md5:0123\" must begin with sha256: or sha512:",
                "nginx@sha256:           | a sha256 digest has 64 lower-case hexadecimal digits, unlike \"\"",
                "nginx@sha256:12         | a sha256 digest has 64 lower-case hexadecimal digits, unlike \"12\"",
                "nginx@sha512:12         | a sha512 digest has 128 lower-case hexadecimal digits, unlike \"12\"",
            })
    void saysWhatIsWrongWithWhichPart(String written, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse(written))
                .withMessage(problem);
    }

    @Test
    void isNeverEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse(""))
                .withMessage("the image name is empty");
    }

    @Test
    void wantsADigestOfExactLengthInLowerCase() {
        assertThatIllegalArgumentException().isThrownBy(() -> ImageReference.parse("nginx@" + SHA256 + "0"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse("nginx@sha256:" + HASH.substring(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse("nginx@sha256:" + HASH.replace('a', 'A')));
        assertThatIllegalArgumentException().isThrownBy(() -> ImageReference.parse("nginx@sha512:" + HASH));
        assertThatIllegalArgumentException().isThrownBy(() -> ImageReference.parse("nginx@" + SHA256 + ":1"));
        assertThatIllegalArgumentException().isThrownBy(() -> ImageReference.parse("nginx@" + SHA256 + "@" + SHA256));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse("nginx@sha384:" + "0".repeat(96)))
                .withMessage("digest \"sha384:000000000000000000000000000000000\"… must begin with sha256: or sha512:");
    }

    @Test
    void hasAPathOf255CharactersAtMost() {
        String longest = "a".repeat(255);
        assertThat(ImageReference.parse("registry.corp/" + longest).repository())
                .isEqualTo(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse("registry.corp/a" + longest))
                .withMessage(
                        "repository \"%s\"… has 256 characters; at most 255 are allowed".formatted("a".repeat(40)));

        String many = "a/".repeat(127) + "a";
        assertThat(ImageReference.parse("registry.corp/" + many).repository()).isEqualTo(many);
        assertThatIllegalArgumentException().isThrownBy(() -> ImageReference.parse("registry.corp/b" + many));
    }

    @Test
    void countsTheImpliedLibraryAsPartOfThePath() {
        assertThat(ImageReference.parse("a".repeat(247)).repository()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse("a".repeat(248)))
                .withMessageContaining("has 256 characters");
    }

    @Test
    void hasATagOf128CharactersAtMost() {
        assertThat(ImageReference.parse("nginx:" + "1".repeat(128)).tag()).contains("1".repeat(128));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse("nginx:" + "1".repeat(129)))
                .withMessage("tag \"%s\"… has 129 characters; at most 128 are allowed".formatted("1".repeat(40)));
    }

    @Test
    void has1024CharactersAtMost() {
        String longest = "a".repeat(1022) + ".b/c";
        assertThat(ImageReference.parse(longest.substring(2)).registry()).hasSize(1022);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse(longest.substring(1)))
                .withMessage("the image name has 1025 characters; at most 1024 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/", "a.", "a-", "_", "[", ":", "@", "a:b@", "A", "\0", "\uD800", "é"})
    void canBeMegabytesOfNonsense(String nonsense) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageReference.parse(nonsense.repeat(2_000_000)))
                .withMessageStartingWith("the image name has ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx\nWarning: all is well",
                "nginx:1\r\n\t2",
                "nginx:\u001b[31m",
                "nginx:\u202e1",
                "nginx:\ud83d\ude00\ud83d",
                "r.corp:\u0000/a",
                "nginx@sha256:\u0007",
                "\u2028",
            })
    void neverEchoesWhatATerminalOrALogWouldObey(String hostile) {
        assertThatThrownBy(() -> ImageReference.parse(hostile))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("[ -~]+");
    }

    @Test
    void meansLatestWithoutATag() {
        assertThat(ImageReference.parse("nginx").effectiveTag()).isEqualTo("latest");
        assertThat(ImageReference.parse("nginx:1").effectiveTag()).isEqualTo("1");
    }

    @Test
    void differsFromTheSameImageWithItsTagSpeltOut() {
        assertThat(ImageReference.parse("nginx")).isNotEqualTo(ImageReference.parse("nginx:latest"));
        assertThat(ImageReference.parse("nginx")).isEqualTo(ImageReference.parse("index.docker.io/library/nginx"));
    }

    @Test
    void namesTheSameRepositoryAtADigest() {
        Digest digest = Digest.of("other");
        ImageReference pinned =
                ImageReference.parse("registry:5000/app:1@" + SHA256).inDigestForm(digest);

        assertThat(pinned).hasToString("registry:5000/app@" + digest);
        assertThat(pinned.name()).isEqualTo("registry:5000/app");
    }

    @Test
    void isWrittenWhole() {
        assertThat(ImageReference.parse("nginx")).hasToString("docker.io/library/nginx");
        assertThat(ImageReference.parse("nginx:1@" + SHA256)).hasToString("docker.io/library/nginx:1@" + SHA256);
    }
}
