package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Credential;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.registry.Access.Scope;
import dev.plimsoll.registry.Contents.Address;
import dev.plimsoll.registry.RegistryEvents.Kind;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentsTest {

    private static final Repository APP = new Repository("r.test", "app");
    private static final Scope ANYBODY = Access.ofAnybody(APP).scope();
    private static final Digest DIGEST = Digest.of("config");

    private final Contents contents = new Contents(DataSize.ofMebibytes(1));
    private final Memory.Store<Address, Sized<ImageConfig>> configs = contents.of(Kind.CONFIG, Packing.CONFIG);
    private final Memory.Store<Address, Sized<Manifest>> manifests = contents.of(Kind.MANIFEST, Packing.MANIFEST);

    private static Scope scope(String user) {
        return new Access(APP, Optional.of(Credential.of(user, "p"))).scope();
    }

    private static Sized<ImageConfig> config(String history) {
        return new Sized<>(
                new ImageConfig(
                        Optional.empty(),
                        "1000",
                        Optional.empty(),
                        List.of("A=b"),
                        Map.of("k", "v"),
                        List.of(new HistoryEntry(history, "", Optional.empty(), false))),
                42);
    }

    @Test
    void what_was_shown_to_one_is_shown_to_them_alone() {
        configs.put(new Address(scope("alice"), DIGEST), config("RUN"));
        assertThat(configs.get(new Address(scope("alice"), DIGEST))).isEqualTo(config("RUN"));
        assertThat(configs.get(new Address(scope("bob"), DIGEST))).isNull();
        assertThat(configs.get(new Address(ANYBODY, DIGEST))).isNull();
        assertThat(configs.get(new Address(
                        Access.ofAnybody(new Repository("r.test", "other")).scope(), DIGEST)))
                .isNull();
    }

    @Test
    void it_is_kept_once_however_many_have_seen_it() {
        for (int i = 0; i < 200; i++) {
            configs.put(new Address(scope("u" + i), DIGEST), config("RUN"));
        }
        assertThat(contents.size(Kind.CONFIG)).isEqualTo(1);
        for (int i = 0; i < 200; i++) {
            assertThat(configs.get(new Address(scope("u" + i), DIGEST))).isNotNull();
        }
    }

    @Test
    void of_very_many_those_who_came_first_have_to_ask_again() {
        for (int i = 0; i <= 200; i++) {
            configs.put(new Address(scope("u" + i), DIGEST), config("RUN"));
        }
        assertThat(configs.get(new Address(scope("u0"), DIGEST))).isNull();
        assertThat(configs.get(new Address(scope("u1"), DIGEST))).isNotNull();
        assertThat(configs.get(new Address(scope("u200"), DIGEST))).isNotNull();
    }

    @Test
    void one_digest_can_be_that_of_two_kinds() {
        configs.put(new Address(ANYBODY, DIGEST), config("RUN"));
        assertThat(manifests.get(new Address(ANYBODY, DIGEST))).isNull();
        manifests.put(new Address(ANYBODY, DIGEST), new Sized<>(new Manifest.Index(List.of()), 2));
        assertThat(configs.get(new Address(ANYBODY, DIGEST))).isEqualTo(config("RUN"));
        assertThat(contents.size(Kind.MANIFEST)).isEqualTo(1);
        assertThat(contents.size(Kind.CONFIG)).isEqualTo(1);
    }

    /** 2 MiB of what cannot be deflated, into 1 MiB of room. */
    @Test
    void what_has_no_room_is_let_go_of_by_what_it_weighs() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[500];
            random.nextBytes(noise);
            String text = HexFormat.of().formatHex(noise);
            Address address = new Address(ANYBODY, Digest.of("config " + i));
            configs.put(address, config(text));
            Sized<ImageConfig> kept = configs.get(address);
            assertThat(kept == null || kept.equals(config(text))).isTrue();
        }
        assertThat(contents.size(Kind.CONFIG)).isBetween(1_030L, 1_490L);
    }
}
