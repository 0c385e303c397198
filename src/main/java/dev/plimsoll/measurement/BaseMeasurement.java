package dev.plimsoll.measurement;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.base.BaseSearch;
import dev.plimsoll.base.ImageFamilies;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageInspector;
import java.time.Duration;
import java.util.Optional;

/** Finds out what an image is built on, and how large slimmer variants of that are; waits for registries. */
public final class BaseMeasurement {

    /** Manifests and indexes that are asked for to find out about one base. */
    static final int MOST_REQUESTS = 4;

    /** How many images are tried as the base. */
    private static final int MOST_CANDIDATES = 4;

    /** Alpine and slim, where there are both. */
    private static final int MOST_VARIANTS = 2;

    /**
     * What was found out.
     *
     * @param settled whether to ask again would bring nothing more that matters; otherwise not all could be looked at
     */
    public record Result(Optional<MeasuredBase> base, boolean settled) {}

    private final Looks looks;
    private final BaseSearch search = new BaseSearch(ImageFamilies.official(), MOST_CANDIDATES, MOST_VARIANTS);

    BaseMeasurement(ImageInspector inspector, Duration patience, Budget budget, Ticker ticker) {
        this.looks = new Looks(inspector, patience, budget, ticker);
    }

    /**
     * For somebody who waits, and asks for few images.
     *
     * @param patience for each image that is looked at
     */
    public static BaseMeasurement direct(ImageInspector inspector, Duration patience) {
        return new BaseMeasurement(inspector, patience, Budget.unlimited(), Ticker.systemTicker());
    }

    /**
     * For somebody who waits, and asks for many images.
     *
     * @param patience for each image that is looked at
     * @param requests that may be made altogether; 0 for none
     */
    public static BaseMeasurement within(ImageInspector inspector, Duration patience, int requests) {
        Ticker still = Ticker.disabledTicker();
        return new BaseMeasurement(inspector, patience, new Budget(requests, requests, still), still);
    }

    /** Never fails: what cannot be looked at is not found. An image that does not say its platform has no known base. */
    public Result measure(Image image) {
        return image.platform()
                .map(platform -> measure(image, looks.series(platform, MOST_REQUESTS)))
                .orElse(new Result(Optional.empty(), true));
    }

    /** Where a slimmer variant is known, another one that could not be looked at does not matter. */
    private Result measure(Image image, Looks.Series series) {
        Optional<MeasuredBase> base = search.search(image, series::at);
        boolean isEnough = base.flatMap(MeasuredBase::slimmest).isPresent();
        return new Result(base, series.isComplete() || isEnough);
    }
}
