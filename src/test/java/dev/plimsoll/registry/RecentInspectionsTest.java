package dev.plimsoll.registry;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Credential;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.Access.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentInspectionsTest {

    private static final Repository APP = new Repository("r.test", "app");
    private static final Scope ANYBODY = Access.ofAnybody(APP).scope();
    private static final Set<Platform> AMD64 = Set.of(Platform.LINUX_AMD64);
    private static final Set<Platform> BOTH = Set.of(Platform.LINUX_AMD64, Platform.parse("linux/arm64"));

    private final RecentInspections recent = new RecentInspections(DataSize.ofMebibytes(1));

    @Test
    void is_shown_to_those_alone_for_whom_it_was_put_together() {
        Inspection inspection = inspection("app", anImage().build());
        recent.put(ANYBODY, AMD64, inspection);
        assertThat(recent.of(ANYBODY, inspection.digest(), AMD64)).containsSame(inspection);
        Scope alice = new Access(APP, Optional.of(Credential.of("alice", "p"))).scope();
        Scope elsewhere = Access.ofAnybody(new Repository("r.test", "other")).scope();
        assertThat(recent.of(alice, inspection.digest(), AMD64)).isEmpty();
        assertThat(recent.of(elsewhere, inspection.digest(), AMD64)).isEmpty();
    }

    @Test
    void is_of_one_digest_and_of_the_platforms_that_were_asked_for() {
        Inspection inspection = inspection("app", anImage().build());
        Set<Platform> asked = new LinkedHashSet<>(AMD64);
        recent.put(ANYBODY, asked, inspection);
        asked.addAll(BOTH);
        assertThat(recent.of(ANYBODY, inspection.digest(), AMD64)).isPresent();
        assertThat(recent.of(ANYBODY, inspection.digest(), BOTH)).isEmpty();
        assertThat(recent.of(ANYBODY, Digest.of("another"), AMD64)).isEmpty();
    }

    @Test
    void lets_go_of_what_has_no_room_by_what_it_weighs() {
        Image large = withHistory("x".repeat(100_000));
        for (int i = 0; i < 100; i++) {
            recent.put(ANYBODY, AMD64, inspection("app " + i, large));
        }
        assertThat(IntStream.range(0, 100)
                        .filter(i ->
                                recent.of(ANYBODY, Digest.of("app " + i), AMD64).isPresent())
                        .count())
                .isBetween(8L, 10L);
    }

    @Test
    void the_weight_grows_with_what_is_kept() {
        String text = "x".repeat(1000);
        int small = RecentInspections.weight(inspection("app", withHistory("")));
        assertThat(RecentInspections.weight(inspection("app", withHistory(text))) - small)
                .isEqualTo(1000);
        assertThat(RecentInspections.weight(inspection("app", withHistory("é".repeat(1000)))) - small)
                .isEqualTo(1000);
        assertThat(RecentInspections.weight(inspection("app", withHistory("€".repeat(1000)))) - small)
                .isEqualTo(2000);
        Image withAll = new Image(
                Digest.of("manifest"),
                Optional.empty(),
                anImage().layers(1, 2).build().layers(),
                new ImageConfig(Optional.empty(), text, Optional.empty(), List.of(text), Map.of("a", text), List.of()),
                Map.of("b", text));
        Image bare = new Image(
                Digest.of("manifest"),
                Optional.empty(),
                List.of(),
                new ImageConfig(Optional.empty(), "", Optional.empty(), List.of(), Map.of(), List.of()),
                Map.of());
        assertThat(RecentInspections.weight(inspection("app", withAll))
                        - RecentInspections.weight(inspection("app", bare)))
                .isBetween(4_500, 5_500);
    }

    private static Inspection inspection(String digest, Image image) {
        return new Inspection(Digest.of(digest), List.of(image), AMD64);
    }

    private static Image withHistory(String createdBy) {
        ImageConfig config = new ImageConfig(
                Optional.empty(),
                "",
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of(new HistoryEntry(createdBy, "", Optional.empty(), false)));
        return new Image(Digest.of("manifest"), Optional.empty(), List.of(), config, Map.of());
    }
}
