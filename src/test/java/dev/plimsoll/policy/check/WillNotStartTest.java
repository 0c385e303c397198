package dev.plimsoll.policy.check;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.Known;
import dev.plimsoll.workload.Container.Kind;
import dev.plimsoll.workload.ContainerBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WillNotStartTest {

    private static final WillNotStart CHECK = new WillNotStart();
    private static final ImageReference NODE = ImageReference.parse("node:18");
    private static final String NON_ZERO = "; set a numeric USER or runAsUser other than 0";

    @ParameterizedTest
    @ValueSource(strings = {"1", "1000:0", "2147483647"})
    void aNumericUserIsVerifiedNotToBeRoot(String user) {
        assertThat(finds(aContainer().runAsNonRoot(), user)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "root", "root:root", "node", "node:node", "1000"})
    void withoutRunAsNonRootAnyUserStarts(String user) {
        assertThat(finds(aContainer(), user)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', image sets no USER",
        "0, image sets USER 0",
        "root, image sets USER root",
        "0:5, image sets USER 0:5"
    })
    void aRootImageIsRefusedUnderRunAsNonRoot(String user, String says) {
        assertThat(finds(aContainer().runAsNonRoot(), user))
                .containsExactly("will not start: container has runAsNonRoot and image will run as root (" + says + ")"
                        + NON_ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "node:node", "Root", "99999999999999999999"})
    void aNameCannotBeVerifiedUnderRunAsNonRoot(String user) {
        assertThat(finds(aContainer().runAsNonRoot(), user))
                .containsExactly("will not start: container has runAsNonRoot and image has non-numeric user (" + user
                        + "), cannot verify user is non-root; set a numeric USER or runAsUser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "4294967295", "-1", "2147483648:0"})
    void anImagesUidThatDoesNotExistNeverStarts(String user) {
        String problem = "will not start: image sets USER %s, which is not between 0 and 2147483647; "
                + "set a USER or runAsUser in that range";

        assertThat(finds(aContainer(), user)).containsExactly(problem.formatted(user.split(":")[0]));
        assertThat(finds(aContainer().runAsNonRoot(), user)).hasSize(1);
    }

    @Test
    void runAsUserOverItDoes() {
        assertThat(finds(aContainer().runAsUser(1000), "2147483648")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 2147483648L, Long.MAX_VALUE, Long.MIN_VALUE})
    void aRunAsUserThatDoesNotExistNeverStarts(long uid) {
        Judging judging = Judging.of(CHECK, aContainer().runAsUser(uid));

        assertThat(judging.needs()).isEmpty();
        assertThat(judging.findsUnseen())
                .containsExactly("will not start: runAsUser " + uid
                        + " is not between 0 and 2147483647; set a uid in that range");
        assertThat(Judging.of(CHECK, aContainer().runAsUser(uid).runAsNonRoot()).findsUnseen())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "2147483647, false", "0, true", "1, true", "2147483647, true"})
    void whatRunAsUserDecidesNeedsNoImage(long uid, boolean nonRoot) {
        ContainerBuilder container = aContainer().runAsUser(uid);
        Judging judging = Judging.of(CHECK, nonRoot ? container.runAsNonRoot() : container);

        assertThat(judging.needs()).isEmpty();
        assertThat(judging.findsUnseen())
                .isEqualTo(
                        nonRoot && uid == 0
                                ? List.of(
                                        "will not start: runAsUser 0 breaks runAsNonRoot; set a runAsUser other than 0")
                                : List.of());
    }

    @Test
    void whatItDoesNotDecideNeedsTheImage() {
        assertThat(Judging.of(CHECK, aContainer()).needs()).containsExactly(NODE);
        assertThat(Judging.of(CHECK, aContainer().runAsNonRoot()).needs()).containsExactly(NODE);
        assertThat(Judging.of(CHECK, aContainer().inUserNamespace()).needs()).containsExactly(NODE);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whateverRunsIsJudged(Kind kind) {
        Judging judging = Judging.of(CHECK, aContainer().kind(kind).runAsNonRoot());
        boolean runs = kind != Kind.IMAGE_VOLUME;

        assertThat(judging.needs()).hasSize(runs ? 1 : 0);
        assertThat(judging.finds(Known.image("node:18", anImage().user("0")))).hasSize(runs ? 1 : 0);
        assertThat(Judging.of(CHECK, aContainer().kind(kind).runAsUser(-1)).findsUnseen())
                .hasSize(runs ? 1 : 0);
    }

    @Test
    void thePlatformIsNamedWhereItMakesADifference() {
        Known known = Known.image(
                "node:18",
                anImage().platform("linux/amd64").user("1000"),
                anImage().platform("linux/arm64").user("node"));

        assertThat(Judging.of(CHECK, aContainer().runAsNonRoot()).finds(known))
                .singleElement()
                .asString()
                .startsWith("will not start on linux/arm64: container has runAsNonRoot and image has non-numeric user");
    }

    @ParameterizedTest
    @CsvSource({
        "ContainerAdministrator,               true",
        "containeradministrator,               false",
        "User Manager\\ContainerAdministrator, false",
        "ContainerUser,                        false",
        "app,                                  false",
        "'',                                   false",
        "0,                                    false"
    })
    void onWindowsOnlyTheAdministratorsExactNameIsRefusedUnderRunAsNonRoot(String user, boolean refused) {
        String problem = "will not start: container has runAsNonRoot and will run as administrator (%s); "
                + "set windowsOptions.runAsUserName: ContainerUser";
        Judging bySpec =
                Judging.of(CHECK, aContainer().onWindows().runAsNonRoot().runAsUserName(user));

        assertThat(bySpec.needs()).isEmpty();
        assertThat(bySpec.findsUnseen())
                .isEqualTo(refused ? List.of(problem.formatted("runAsUserName: " + user)) : List.of());
        assertThat(finds(aContainer().onWindows().runAsNonRoot(), user))
                .isEqualTo(refused ? List.of(problem.formatted("image sets USER " + user)) : List.of());
    }

    @Test
    void onWindowsNothingElseIsRefused() {
        Judging judging = Judging.of(CHECK, aContainer().onWindows());

        assertThat(judging.needs()).isEmpty();
        assertThat(judging.finds(
                        Known.image("node:18", anImage().withoutPlatform().user("ContainerAdministrator"))))
                .isEmpty();
        assertThat(Judging.of(CHECK, aContainer().onWindows().runAsUser(-1)).findsUnseen())
                .isEmpty();
        assertThat(Judging.of(CHECK, aContainer().onWindows().runAsNonRoot()).needs())
                .containsExactly(NODE);
    }

    @Test
    void itHasAnId() {
        assertThat(CHECK.id()).isEqualTo("will-not-start");
    }

    private static List<String> finds(ContainerBuilder container, String imageUser) {
        return Judging.of(CHECK, container)
                .finds(Known.image("node:18", anImage().withoutPlatform().user(imageUser)));
    }
}
