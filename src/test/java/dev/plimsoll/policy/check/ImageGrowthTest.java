package dev.plimsoll.policy.check;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.Known;
import dev.plimsoll.workload.Container.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageGrowthTest {

    private static final ImageGrowth CHECK = new ImageGrowth(25, DataSize.ofMebibytes(50));

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({
        "100 MiB to 100 MiB, 104857600, 104857600",
        "smaller,            419430400, 104857600",
        "exactly 25 %,       419430400, 524288000",
        "under 25 %,         419430400, 524287999",
        "exactly 50 MiB,     1048576,   53477376",
        "over 25 % only,     104857600, 157286400",
        "over 50 MiB only,   1048576000, 1153433600",
        "from nothing,       0,         52428800"
    })
    void growthUpToEitherPasses(String what, long before, long after) {
        assertThat(finds(before, after)).isEmpty();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "419430400, 524288001, 500 MiB compressed, 100 MiB (26 %)",
        "104857600, 157286401, 150 MiB compressed, 52428801 bytes (51 %)",
        "104857600, 157705830, 150 MiB compressed, 50.4 MiB (51 %)",
        "209715200, 629145600, 600 MiB compressed, 400 MiB (200 %)",
        "1, 629145600, 600 MiB compressed, 600 MiB (62914559900 %)"
    })
    void growthBeyondBothIsFound(long before, long after, String size, String growth) {
        assertThat(finds(before, after))
                .containsExactly(
                        "node:20 is %s, %s more than node:18, over 25 %% and 50 MiB; see what the new layers hold"
                                .formatted(size, growth));
    }

    @Test
    void growthFromNothingHasNoPercentage() {
        assertThat(finds(0, 52428801))
                .containsExactly(
                        "node:20 is 50 MiB compressed, 52428801 bytes more than node:18, over 25 % and 50 MiB; "
                                + "see what the new layers hold");
    }

    @Test
    void limitsOfNothingFindEveryGrowthButNoStandstill() {
        ImageGrowth strict = new ImageGrowth(0, DataSize.ZERO);

        assertThat(finds(strict, 1000, 1000)).isEmpty();
        assertThat(finds(strict, 1000, 1001))
                .containsExactly(
                        "node:20 is 1001 B compressed, 1 B (1 %) more than node:18, over 0 % and 0 B; see what the new layers hold");
    }

    @Test
    void platformsAreComparedWithTheirLikeAndTheOneThatGrewMostIsNamed() {
        Known known = Known.image(
                        "node:18",
                        anImage().platform("linux/amd64").mebibytes(100),
                        anImage().platform("linux/arm64").mebibytes(200),
                        anImage().platform("linux/s390x").mebibytes(1))
                .and(
                        "node:20",
                        anImage().platform("linux/arm64").mebibytes(260),
                        anImage().platform("linux/amd64").mebibytes(190),
                        anImage().platform("linux/ppc64le").mebibytes(900));

        assertThat(Judging.of(CHECK, aContainer().image("node:20"))
                        .replacing(aContainer())
                        .finds(known))
                .containsExactly("node:20 (linux/amd64) is 190 MiB compressed, 90 MiB (90 %) more than node:18, "
                        + "over 25 % and 50 MiB; see what the new layers hold");
    }

    @Test
    void aPlatformThatGrewMoreButNotTooMuchDoesNotHideOneThatDid() {
        Known known = Known.image(
                        "node:18",
                        anImage().platform("linux/amd64").mebibytes(1000),
                        anImage().platform("linux/arm64").mebibytes(100))
                .and(
                        "node:20",
                        anImage().platform("linux/amd64").mebibytes(1200),
                        anImage().platform("linux/arm64").mebibytes(160));

        assertThat(Judging.of(CHECK, aContainer().image("node:20"))
                        .replacing(aContainer())
                        .finds(known))
                .singleElement()
                .asString()
                .startsWith("node:20 (linux/arm64) is 160 MiB compressed, 60 MiB (60 %) more");
    }

    @Test
    void onCreationNothingIsNeededOrFound() {
        Judging creation = Judging.of(CHECK, aContainer());

        assertThat(creation.needs()).isEmpty();
        assertThat(creation.finds(Known.image("node:18", anImage().mebibytes(900))))
                .isEmpty();
    }

    @Test
    void anUpdateThatKeepsTheImageNeedsNothing() {
        assertThat(Judging.of(CHECK, aContainer().runAsNonRoot())
                        .replacing(aContainer())
                        .needs())
                .isEmpty();
    }

    @Test
    void anUpdateOfTheImageNeedsBoth() {
        assertThat(Judging.of(CHECK, aContainer().image("node:20"))
                        .replacing(aContainer())
                        .needs())
                .containsExactlyInAnyOrder(ImageReference.parse("node:18"), ImageReference.parse("node:20"));
    }

    @Test
    void whatIsNotKnownIsNotCompared() {
        Judging update = Judging.of(CHECK, aContainer().image("node:20")).replacing(aContainer());

        assertThat(update.finds(Known.image("node:20", anImage().mebibytes(900))))
                .isEmpty();
        assertThat(update.finds(Known.image("node:18", anImage()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NODE, node:18", "node:18, NODE"})
    void whatIsNoReferenceIsNotCompared(String before, String after) {
        Judging update = Judging.of(CHECK, aContainer().image(after))
                .replacing(aContainer().image(before));

        assertThat(update.needs()).isEmpty();
        assertThat(update.finds(Known.image("node:18", anImage().mebibytes(900))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whateverBringsAnImageIsJudged(Kind kind) {
        Judging update = Judging.of(CHECK, aContainer().kind(kind).image("node:20"))
                .replacing(aContainer().kind(kind));

        assertThat(update.finds(known(100 << 20, 200 << 20))).hasSize(1);
    }

    @Test
    void aNegativePercentageIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageGrowth(-1, DataSize.ZERO))
                .withMessage("maxPercent cannot be negative");
        assertThat(new ImageGrowth(0, DataSize.ZERO).id()).isEqualTo("image-growth");
    }

    private static List<String> finds(long before, long after) {
        return finds(CHECK, before, after);
    }

    private static List<String> finds(ImageGrowth check, long before, long after) {
        return Judging.of(check, aContainer().image("node:20"))
                .replacing(aContainer())
                .finds(known(before, after));
    }

    private static Known known(long before, long after) {
        return Known.image("node:18", anImage().layers(before))
                .and("node:20", anImage().layers(after));
    }
}
