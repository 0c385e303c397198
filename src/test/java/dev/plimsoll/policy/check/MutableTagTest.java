package dev.plimsoll.policy.check;

import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.workload.Container.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MutableTagTest {

    private static final MutableTag CHECK = new MutableTag(List.of("latest"), false);
    private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx:1.27",
                "nginx:latest-1",
                "nginx:Latest",
                "nginx:stable",
                "registry:5000/app:1",
                "localhost/app:v1",
                "registry.corp/latest:1"
            })
    void aVersionPasses(String image) {
        assertThat(finds(CHECK, image)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "nginx:latest", "nginx:1.27", "registry:5000/app", "nginx:stable"})
    void aDigestPassesWhateverStandsBesideIt(String image) {
        assertThat(finds(CHECK, image + DIGEST)).isEmpty();
        assertThat(finds(new MutableTag(List.of("*"), true), image + DIGEST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nginx", "library/nginx", "docker.io/library/nginx", "registry:5000/app", "localhost:5000/a/b"})
    void noTagMeansLatest(String image) {
        assertThat(finds(CHECK, image))
                .containsExactly(image + " has no tag, so it means latest; pin a version or a digest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx:latest", "registry:5000/app:latest"})
    void latestMoves(String image) {
        assertThat(finds(CHECK, image)).containsExactly(image + " has a tag that moves; pin a version or a digest");
    }

    @ParameterizedTest
    @CsvSource({
        "stable,     stable,        true",
        "stable,     stable-1,      false",
        "*-SNAPSHOT, 1.0-SNAPSHOT,  true",
        "*-SNAPSHOT, 1.0-snapshot,  false",
        "dev-*,      dev-,          true",
        "dev-*,      mydev-1,       false",
        "v*,         v1.2,          true",
        "*,          1.27,          true",
        "stable,     latest,        true"
    })
    void tagsThatMatchAGlobMove(String glob, String tag, boolean found) {
        assertThat(finds(new MutableTag(List.of("other", glob), false), "nginx:" + tag))
                .hasSize(found ? 1 : 0);
    }

    @Test
    void withoutGlobsNoTagAndLatestAreFoundStill() {
        MutableTag bare = new MutableTag(List.of(), false);

        assertThat(finds(bare, "nginx")).hasSize(1);
        assertThat(finds(bare, "nginx:latest")).hasSize(1);
        assertThat(finds(bare, "nginx:1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "nginx:1.27,   nginx:1.27 is not pinned by a digest",
        "nginx,        'nginx has no tag, so it means latest'",
        "nginx:latest, nginx:latest has a tag that moves"
    })
    void whereADigestIsRequiredNothingElseWillDo(String image, String problem) {
        assertThat(finds(new MutableTag(List.of("latest"), true), image))
                .containsExactly(problem + "; add its digest (@sha256:…)");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whateverBringsAnImageIsJudgedWithoutLookingAtIt(Kind kind) {
        Judging judging = Judging.of(CHECK, aContainer().kind(kind).image("nginx"));

        assertThat(judging.needs()).isEmpty();
        assertThat(judging.findsUnseen()).hasSize(1);
    }

    @Test
    void whatIsNoReferenceHasNoTagToJudge() {
        assertThat(finds(CHECK, "NGINX:latest")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "v1:2", "a\n"})
    void aGlobThatNoTagCanMatchIsRefused(String glob) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MutableTag(List.of("latest", glob), false))
                .withMessageEndingWith(
                        "\" can match no tag: a tag has 1 to 128 letters, digits, dots, dashes and underscores, here also *");
    }

    @Test
    void aGlobIsAsLongAsATagAtMost() {
        assertThat(new MutableTag(List.of("x".repeat(128)), false).id()).isEqualTo("mutable-tag");
        assertThatIllegalArgumentException().isThrownBy(() -> new MutableTag(List.of("x".repeat(129)), false));
    }

    private static List<String> finds(MutableTag check, String image) {
        return Judging.of(check, aContainer().image(image)).findsUnseen();
    }
}
