package dev.plimsoll.cli;

import dev.plimsoll.base.KnownBases;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.measurement.BaseMeasurement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what images are built on when asked, once for each image and one after the other: somebody waits for the whole
 * report.
 */
final class DirectBases implements KnownBases {

    private final BaseMeasurement measurement;
    private final Map<Digest, Optional<MeasuredBase>> found = new HashMap<>();
    private int unsettled;

    DirectBases(BaseMeasurement measurement) {
        this.measurement = measurement;
    }

    @Override
    public synchronized Optional<MeasuredBase> of(Image image) {
        Optional<MeasuredBase> known = found.get(image.digest());
        return known != null ? known : measure(image);
    }

    private Optional<MeasuredBase> measure(Image image) {
        BaseMeasurement.Result result = measurement.measure(image);
        found.put(image.digest(), result.base());
        if (!result.settled()) {
            unsettled++;
        }
        return result.base();
    }

    /** How many images there were of whose base not all could be looked at. */
    synchronized int unsettled() {
        return unsettled;
    }
}
