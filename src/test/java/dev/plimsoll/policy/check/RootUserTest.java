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

class RootUserTest {

    private static final RootUser CHECK = new RootUser(true);
    private static final ImageReference NODE = ImageReference.parse("node:18");
    private static final String REMEDY = "; set securityContext.runAsNonRoot and a numeric USER";
    private static final String WINDOWS_REMEDY = "; set windowsOptions.runAsUserName: ContainerUser";

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "1000", "10001:0", "2147483647", "node", "node:root", "rooty", "Root", "nobody", "-0x"})
    void anImageWithAnotherUserPasses(String user) {
        assertThat(finds(aContainer(), user)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0:0", "0:1000", "root", "root:root", "root:1000", "00", ":1000"})
    void anImageWhoseUserIsRootIsFound(String user) {
        assertThat(finds(aContainer(), user)).containsExactly("runs as root (image sets USER " + user + ")" + REMEDY);
    }

    @Test
    void anImageWithoutUserIsFound() {
        assertThat(finds(aContainer(), "")).containsExactly("runs as root (image sets no USER)" + REMEDY);
    }

    @Test
    void anImageIsNeededWhereThePodLeavesItOpen() {
        assertThat(Judging.of(CHECK, aContainer()).needs()).containsExactly(NODE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1000, 2147483647})
    void runAsUserOverARootImagePassesUnseen(long uid) {
        Judging judging = Judging.of(CHECK, aContainer().runAsUser(uid));

        assertThat(judging.needs()).isEmpty();
        assertThat(judging.findsUnseen()).isEmpty();
        assertThat(judging.finds(Known.image("node:18", anImage().user("0")))).isEmpty();
    }

    @Test
    void runAsUserZeroIsFoundUnseen() {
        Judging judging = Judging.of(CHECK, aContainer().runAsUser(0));

        assertThat(judging.needs()).isEmpty();
        assertThat(judging.findsUnseen())
                .containsExactly(
                        "runs as root (runAsUser: 0); set securityContext.runAsNonRoot and a runAsUser other than 0");
    }

    @Test
    void whatRunAsNonRootKeepsFromStartingDoesNotRunAsRoot() {
        Judging judging = Judging.of(CHECK, aContainer().runAsNonRoot());

        assertThat(judging.needs()).isEmpty();
        assertThat(judging.finds(Known.image("node:18", anImage().user("0")))).isEmpty();
        assertThat(Judging.of(CHECK, aContainer().runAsNonRoot().runAsUser(0)).findsUnseen())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 2147483648L, 4294967296L})
    void aUidThatDoesNotExistIsNotRoot(long uid) {
        assertThat(Judging.of(CHECK, aContainer().runAsUser(uid)).findsUnseen()).isEmpty();
    }

    @Test
    void rootInAUserNamespacePassesUnlessThatIsNotAllowed() {
        Judging allowed = Judging.of(CHECK, aContainer().inUserNamespace());
        Judging forbidden = Judging.of(new RootUser(false), aContainer().inUserNamespace());
        Known root = Known.image("node:18", anImage().user("0"));

        assertThat(allowed.needs()).isEmpty();
        assertThat(allowed.finds(root)).isEmpty();
        assertThat(Judging.of(CHECK, aContainer().inUserNamespace().runAsUser(0))
                        .findsUnseen())
                .isEmpty();
        assertThat(forbidden.needs()).containsExactly(NODE);
        assertThat(forbidden.finds(root)).hasSize(1);
        assertThat(Judging.of(new RootUser(false), aContainer()).finds(root)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whateverRunsIsJudged(Kind kind) {
        Judging judging = Judging.of(CHECK, aContainer().kind(kind));
        boolean runs = kind != Kind.IMAGE_VOLUME;

        assertThat(judging.needs()).hasSize(runs ? 1 : 0);
        assertThat(judging.finds(Known.image("node:18", anImage().user("0")))).hasSize(runs ? 1 : 0);
        assertThat(Judging.of(CHECK, aContainer().kind(kind).runAsUser(0)).findsUnseen())
                .hasSize(runs ? 1 : 0);
    }

    @Test
    void thePlatformIsNamedWhereItMakesADifference() {
        Known different = Known.image(
                "node:18",
                anImage().platform("linux/amd64").user("1000"),
                anImage().platform("linux/arm64").user("0"));
        Known alike = Known.image(
                "node:18",
                anImage().platform("linux/amd64").user("0"),
                anImage().platform("linux/arm64").user("0"));

        assertThat(Judging.of(CHECK, aContainer()).finds(different))
                .containsExactly("runs as root on linux/arm64 (image sets USER 0)" + REMEDY);
        assertThat(Judging.of(CHECK, aContainer()).finds(alike))
                .containsExactly("runs as root (image sets USER 0)" + REMEDY);
    }

    @ParameterizedTest
    @CsvSource({
        "ContainerAdministrator,                true",
        "containeradministrator,                true",
        "User Manager\\ContainerAdministrator,  true",
        ".\\ContainerAdministrator,             true",
        "ContainerUser,                         false",
        "ContainerAdministrator2,               false",
        "NotContainerAdministrator,             false",
        "ContainerAdministrator\\app,           false",
        "root,                                  false",
        "0,                                     false",
        "'',                                    false"
    })
    void onWindowsContainerAdministratorIsRoot(String user, boolean root) {
        Judging bySpec = Judging.of(CHECK, aContainer().onWindows().runAsUserName(user));

        assertThat(bySpec.needs()).isEmpty();
        assertThat(bySpec.findsUnseen())
                .isEqualTo(root ? List.of("runs as root (runAsUserName: " + user + ")" + WINDOWS_REMEDY) : List.of());
        assertThat(finds(aContainer().onWindows(), user))
                .isEqualTo(root ? List.of("runs as root (image sets USER " + user + ")" + WINDOWS_REMEDY) : List.of());
    }

    @Test
    void onWindowsThePodsUserNameIsOverTheImages() {
        assertThat(finds(aContainer().onWindows().runAsUserName("ContainerUser"), "ContainerAdministrator"))
                .isEmpty();
        assertThat(Judging.of(CHECK, aContainer().onWindows()).needs()).containsExactly(NODE);
    }

    @Test
    void onWindowsTheGroupBehindAColonDoesNotCount() {
        assertThat(finds(aContainer().onWindows(), "ContainerAdministrator:x")).hasSize(1);
    }

    @Test
    void onWindowsRunAsUserMeansNothing() {
        assertThat(finds(aContainer().onWindows().runAsUser(0), "ContainerUser"))
                .isEmpty();
        assertThat(finds(aContainer().onWindows().runAsUser(1000), "ContainerAdministrator"))
                .hasSize(1);
    }

    @Test
    void onWindowsRunAsNonRootStopsOnlyTheExactName() {
        assertThat(finds(aContainer().onWindows().runAsNonRoot(), "ContainerAdministrator"))
                .isEmpty();
        assertThat(finds(aContainer().onWindows().runAsNonRoot(), "containeradministrator"))
                .hasSize(1);
        assertThat(finds(aContainer().onWindows().inUserNamespace(), "ContainerAdministrator"))
                .hasSize(1);
    }

    @Test
    void aPodThatCanLandOnWindowsOnlyIsAWindowsPod() {
        Known windows =
                Known.image("node:18", anImage().platform("windows/amd64").user(""));
        Judging judging = Judging.of(CHECK, aContainer().runAsUserName("ContainerAdministrator"));

        assertThat(judging.on("windows/amd64").findsUnseen()).hasSize(1);
        assertThat(judging.on("windows/amd64", "linux/amd64").needs()).containsExactly(NODE);
        assertThat(Judging.of(CHECK, aContainer()).on("windows/amd64").finds(windows))
                .isEmpty();
    }

    @Test
    void wherePodsCanLandOnBothEachImageIsJudgedByItsOwnSystem() {
        Known both = Known.image(
                "node:18",
                anImage().platform("windows/amd64").user(""),
                anImage().platform("linux/amd64").user("0"));

        assertThat(Judging.of(CHECK, aContainer())
                        .on("linux/amd64", "windows/amd64")
                        .finds(both))
                .containsExactly("runs as root on linux/amd64 (image sets USER 0)" + REMEDY);
    }

    @Test
    void anImageThatDoesNotSayWhatItIsForIsJudgedByThePodsSystem() {
        Known unknown = Known.image("node:18", anImage().withoutPlatform().user(""));

        assertThat(Judging.of(CHECK, aContainer()).finds(unknown)).hasSize(1);
        assertThat(Judging.of(CHECK, aContainer().onWindows()).finds(unknown)).isEmpty();
    }

    @Test
    void aLongUserIsCut() {
        assertThat(finds(aContainer(), "root:" + "x".repeat(100)))
                .containsExactly("runs as root (image sets USER root:" + "x".repeat(34) + "…)" + REMEDY);
    }

    @Test
    void itHasAnId() {
        assertThat(CHECK.id()).isEqualTo("root-user");
    }

    private static List<String> finds(ContainerBuilder container, String imageUser) {
        return Judging.of(CHECK, container)
                .finds(Known.image("node:18", anImage().withoutPlatform().user(imageUser)));
    }
}
