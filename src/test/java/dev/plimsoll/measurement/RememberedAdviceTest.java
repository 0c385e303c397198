package dev.plimsoll.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.advice.Advice;
import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.advice.Adviser;
import dev.plimsoll.base.BaseCandidate;
import dev.plimsoll.base.Evidence;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.base.Variant;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedAdviceTest {

    private static final long MIB = 1 << 20;
    private static final ImageReference APPLICATION = ImageReference.parse("registry.corp/app:1");

    private final Image base = ImageBuilder.anImage()
            .layers(29 * MIB)
            .history("ADD rootfs.tar.xz / # buildkit")
            .build();
    private final Image image = ImageBuilder.anImage()
            .layers(29 * MIB, 3 * MIB)
            .history("ADD rootfs.tar.xz / # buildkit", "COPY . . # buildkit")
            .build();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Optional<MeasuredBase> known = Optional.empty();

    private final AdviceSource source = new RememberedAdvice(new AdviceSource() {

        private final Adviser adviser = new Adviser(image -> known);

        @Override
        public List<Advice> advise(ImageReference reference, Image image) {
            asked.incrementAndGet();
            return adviser.advise(reference, image);
        }

        @Override
        public Optional<MeasuredBase> baseOf(Image image) {
            return known;
        }
    });

    @Test
    void anImageIsLookedAtOnce() {
        List<Advice> first = source.advise(APPLICATION, image);

        assertThat(first).extracting(Advice::check).containsExactly("copy-all");
        assertThat(source.advise(APPLICATION, image)).isEqualTo(first);
        assertThat(asked).hasValue(1);
    }

    @Test
    void anOfficialNameIsAnotherQuestion() {
        source.advise(APPLICATION, image);

        assertThat(source.advise(ImageReference.parse("node:18"), image)).isEmpty();
    }

    @Test
    void whatIsLearntOfTheBaseCounts() {
        source.advise(APPLICATION, image);
        known = new BaseCandidate(ImageReference.parse("debian:12"), Optional.empty(), Evidence.LAYERS)
                .verify(image, base)
                .map(it -> new MeasuredBase(
                        it,
                        List.of(new MeasuredBase.Measured(
                                new Variant(ImageReference.parse("debian:12-slim"), "less"),
                                DataSize.ofMebibytes(9)))));

        assertThat(source.advise(APPLICATION, image))
                .extracting(Advice::check)
                .containsExactly("large-base", "copy-all");
    }
}
