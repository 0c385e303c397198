package dev.plimsoll.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.base.KnownBases;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Layer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AdviserProperties {

    private static final ImageReference APPLICATION = ImageReference.parse("registry.corp/app:1");
    private static final Adviser ADVISER = new Adviser(KnownBases.NONE);

    /** Pieces that mean something to some reader; in any order they mean nothing. */
    private static final String[] PIECES = {
        "RUN ",
        "/bin/sh -c ",
        "#(nop) ",
        "# buildkit",
        "|2 A=b C=d ",
        "COPY ",
        "ADD ",
        ". ",
        "/app ",
        "ENV ",
        "TOKEN=x ",
        "CMD [\"a\"]",
        "apt-get ",
        "update ",
        "install ",
        "-y ",
        "curl ",
        "rm -rf /var/lib/apt/lists/* ",
        "&& ",
        "; ",
        "| ",
        "( ",
        ") ",
        "$( ",
        "` ",
        "' ",
        "\" ",
        "{ ",
        "} ",
        "case x in ",
        "a) ",
        ";; ",
        "esac ",
        "if ",
        "fi ",
        "<<EOF ",
        "EOF\n",
        "\n",
        "\\\n",
        "\\",
        "${",
        "$A ",
        "A=$A$A ",
        "sudo ",
        "bash -c '",
        "xargs ",
        "eval ",
        "npm ci ",
        "pip install ",
        "apk add --virtual x ",
        "apk del x ",
        "chown -R a /app ",
        "WORKDIR ",
        "--mount=type=cache,target=/x ",
        "in ",
        "dir:0123456789 ",
        "\u0000",
        "é",
        "[\"",
        "\"]",
        "cmd /S /C ",
        "ARG ",
        "LABEL ",
        "=",
        "  ",
        "-"
    };

    @Property(tries = 2_000)
    void anyHistoryGivesAResultThatHolds(@ForAll("images") Image image) {
        List<Advice> all = ADVISER.advise(APPLICATION, image);

        assertThat(all).isSortedAccordingTo(Advice.MOST_BYTES_FIRST);
        Set<Layer> named = new HashSet<>();
        for (Advice advice : all) {
            assertThat(AdviceCatalogue.ids()).contains(advice.check());
            assertThat(advice.problem() + advice.remedy()).doesNotContain("\n", "\t");
            assertThat(advice.instruction().length()).isLessThanOrEqualTo(120);
            advice.layer().ifPresent(layer -> {
                assertThat(image.layers()).contains(layer);
                assertThat(advice.bytes()).isEqualTo(layer.size());
                named.add(layer);
            });
        }
        assertThat(Image.compressedSize(List.copyOf(named))).isLessThanOrEqualTo(image.compressedSize());
    }

    @Property(tries = 500)
    void adviceIsTheSameHoweverOftenItIsGiven(@ForAll("images") Image image) {
        assertThat(ADVISER.advise(APPLICATION, image)).hasSameSizeAs(ADVISER.advise(APPLICATION, image));
    }

    @Provide
    static Arbitrary<Image> images() {
        Arbitrary<Integer> extra = Arbitraries.integers().between(-1, 1);
        return Combinators.combine(entries().list().ofMaxSize(25), extra).as(AdviserProperties::image);
    }

    private static Image image(List<HistoryEntry> history, int extraLayers) {
        long made = history.stream().filter(entry -> !entry.emptyLayer()).count() + extraLayers;
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < made; i++) {
            layers.add(ImageBuilder.layer("layer " + i % 7, new DataSize(1L << i % 40)));
        }
        return ImageBuilder.anImage()
                .layers(layers.toArray(Layer[]::new))
                .history(history)
                .build();
    }

    private static Arbitrary<HistoryEntry> entries() {
        Arbitrary<Optional<Instant>> created = Arbitraries.longs()
                .between(0, 4_000_000_000L)
                .map(Instant::ofEpochSecond)
                .optional();
        return Combinators.combine(
                        lines(),
                        Arbitraries.of("", "buildkit.dockerfile.v0", "FROM x", "FROM node:18"),
                        created,
                        Arbitraries.of(true, false))
                .as(HistoryEntry::new);
    }

    private static Arbitrary<String> lines() {
        Arbitrary<String> bytes = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(200)
                .map(it -> new String(it, StandardCharsets.ISO_8859_1));
        Arbitrary<String> pieces = Arbitraries.of(PIECES).list().ofMaxSize(40).map(list -> String.join("", list));
        return Arbitraries.oneOf(bytes, pieces, pieces.map(it -> "RUN /bin/sh -c " + it + "# buildkit"));
    }
}
