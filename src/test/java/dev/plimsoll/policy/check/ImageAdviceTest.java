package dev.plimsoll.policy.check;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.advice.Adviser;
import dev.plimsoll.base.BaseCandidate;
import dev.plimsoll.base.Evidence;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.base.MeasuredBase.Measured;
import dev.plimsoll.base.Variant;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.Known;
import dev.plimsoll.workload.Container.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageAdviceTest {

    private static final long MIB = 1 << 20;
    private static final String APPLICATION = "registry.corp/app:1";
    private static final ImageAdvice CHECK = new ImageAdvice(AdviceSource.BY_HISTORY, Set.of());

    private static ImageBuilder application() {
        return anImage()
                .layers(29 * MIB, 3 * MIB, 31 * MIB)
                .history(
                        "ADD rootfs.tar.xz / # buildkit",
                        "-CMD [\"bash\"]",
                        "COPY . . # buildkit",
                        "RUN /bin/sh -c npm ci --omit=dev # buildkit");
    }

    @Test
    void whatTheHistoryShowsIsFoundMostBytesFirst() {
        assertThat(Judging.of(CHECK, aContainer().image(APPLICATION)).finds(Known.image(APPLICATION, application())))
                .containsExactly(
                        "npm ci --omit=dev (31 MiB compressed) leaves npm's cache; add npm cache clean --force to the same RUN",
                        "npm ci --omit=dev (31 MiB compressed) installs dependencies after all sources were copied; "
                                + "copy the lock file, install, then copy the sources",
                        "COPY . . (3 MiB compressed) copies the whole build context; "
                                + "copy what is needed; keep a .dockerignore");
    }

    @Test
    void aHistoryThatDoesNotFitTheLayersNamesNoBytes() {
        ImageBuilder image = application().layers(29 * MIB, 3 * MIB);

        assertThat(Judging.of(CHECK, aContainer().image(APPLICATION)).finds(Known.image(APPLICATION, image)))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found).doesNotContain("compressed"));
    }

    @Test
    void anOfficialImageIsNobodysOwn() {
        assertThat(Judging.of(CHECK, aContainer()).finds(Known.image("node:18", application())))
                .isEmpty();
    }

    @Test
    void nothingRunsInAnImageVolume() {
        assertThat(Judging.of(CHECK, aContainer().kind(Kind.IMAGE_VOLUME)).needs())
                .isEmpty();
    }

    @Test
    void aVerifiedBaseIsComparedWithItsSlimmerVariant() {
        Image image = application().build();
        Image base = anImage()
                .layers(29 * MIB)
                .history("ADD rootfs.tar.xz / # buildkit")
                .build();
        KnownBases bases = any -> new BaseCandidate(ImageReference.parse("node:18"), Optional.empty(), Evidence.LAYERS)
                .verify(any, base)
                .map(known ->
                        new MeasuredBase(known, List.of(measured("node:18-fat", 40), measured("node:18-slim", 9))));
        ImageAdvice check =
                new ImageAdvice(new Adviser(bases), Set.of("package-cache", "copy-all", "copy-before-install"));

        assertThat(image.layers().get(0)).isEqualTo(base.layers().get(0));
        assertThat(Judging.of(check, aContainer().image(APPLICATION)).finds(Known.image(APPLICATION, application())))
                .containsExactly(
                        "base node:18 is 29 MiB compressed; node:18-slim is 9 MiB (less); use it to save 20 MiB");
    }

    private static Measured measured(String reference, long mebibytes) {
        return new Measured(new Variant(ImageReference.parse(reference), "less"), DataSize.ofMebibytes(mebibytes));
    }
}
