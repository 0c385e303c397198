package dev.plimsoll.measurement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.Patience;
import dev.plimsoll.image.Platform;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Looks at images that may be bases or their variants, within a budget, and remembers for a day what was seen. */
final class Looks {

    /** An index, and the manifest of one platform. */
    private static final int MOST_REQUESTS = 2;

    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final long MOST_BYTES = 4 << 20;

    private record Key(ImageReference reference, Platform platform) {}

    private final ImageInspector inspector;
    private final Patience patience;
    private final Budget budget;
    private final Cache<Key, Optional<Image>> seen;

    /** @param patience for one image; the inspector's own deadline is shorter as a rule */
    Looks(ImageInspector inspector, Duration patience, Budget budget, Ticker ticker) {
        this.inspector = inspector;
        this.patience = new Patience(patience);
        this.budget = budget;
        this.seen = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .expireAfterWrite(REMEMBERED)
                .maximumWeight(MOST_BYTES)
                .<Key, Optional<Image>>weigher((key, image) -> Weights.of(image))
                .build();
    }

    /** Those of one search, which may cost so many requests. */
    Series series(Platform platform, int requests) {
        return new Series(platform, requests);
    }

    /** The looks of one search. Used by one thread. */
    final class Series {

        private final Platform platform;
        private int left;
        private boolean complete = true;

        private Series(Platform platform, int left) {
            this.platform = platform;
            this.left = left;
        }

        /** Whether every image that was asked for was looked at, now or lately; none may have been found. */
        boolean isComplete() {
            return complete;
        }

        Optional<Image> at(ImageReference reference) {
            Key key = new Key(reference, platform);
            Optional<Image> known = seen.getIfPresent(key);
            if (known != null) {
                return known;
            }
            if (left < MOST_REQUESTS || !budget.take(reference.registry(), MOST_REQUESTS)) {
                complete = false;
                return Optional.empty();
            }
            left -= MOST_REQUESTS;
            return look(key);
        }

        private Optional<Image> look(Key key) {
            try {
                Inspection inspection = ask(key);
                Optional<Image> image = inspection.images().stream().findFirst();
                if (image.map(Image::digest).filter(inspection.digest()::equals).isPresent()) {
                    oneRequestWasEnough();
                }
                seen.put(key, image);
                return image;
            } catch (InspectionException e) {
                return none(key, e);
            }
        }

        private Optional<Image> none(Key key, InspectionException failure) {
            switch (failure.reason()) {
                case NOT_FOUND -> {
                    oneRequestWasEnough();
                    seen.put(key, Optional.empty());
                }
                case UNAUTHORIZED, UNSUPPORTED, REFUSED -> seen.put(key, Optional.empty());
                case RATE_LIMITED -> {
                    budget.rest(key.reference().registry());
                    complete = false;
                }
                case UNAVAILABLE, TIMED_OUT, OVERLOADED -> complete = false;
            }
            return Optional.empty();
        }

        private void oneRequestWasEnough() {
            budget.giveBack(MOST_REQUESTS - 1);
            left += MOST_REQUESTS - 1;
        }
    }

    private Inspection ask(Key key) {
        return patience.waitFor(inspector.inspect(key.reference(), Set.of(key.platform())));
    }
}
