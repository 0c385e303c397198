package dev.plimsoll.measurement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.advice.Advice;
import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import java.util.List;
import java.util.Optional;

/** Another source's advice, remembered: an image's history is read once, not in every review and for every policy. */
public final class RememberedAdvice implements AdviceSource {

    private static final long MOST_BYTES = 4 << 20;

    /** The name matters: an official image is advised otherwise than one that somebody copied from it. */
    private record Key(Digest image, String name) {}

    /** What was known of the base when the advice was given. */
    private record Basis(Optional<ImageReference> base, Optional<MeasuredBase.Slimmer> slimmest) {

        static Basis of(Optional<MeasuredBase> base) {
            return new Basis(base.map(it -> it.base().reference()), base.flatMap(MeasuredBase::slimmest));
        }
    }

    private record Given(Basis basis, List<Advice> advice) {}

    private final AdviceSource source;
    private final Cache<Key, Given> known = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(MOST_BYTES)
            .<Key, Given>weigher((key, given) -> Weights.of(given.advice()))
            .build();

    public RememberedAdvice(AdviceSource source) {
        this.source = source;
    }

    @Override
    public List<Advice> advise(ImageReference reference, Image image) {
        Key key = new Key(image.digest(), reference.name());
        Basis basis = Basis.of(source.baseOf(image));
        Given given = known.getIfPresent(key);
        if (given == null || !given.basis().equals(basis)) {
            given = new Given(basis, source.advise(reference, image));
            known.put(key, given);
        }
        return given.advice();
    }

    @Override
    public Optional<MeasuredBase> baseOf(Image image) {
        return source.baseOf(image);
    }
}
