package dev.plimsoll.cli;

import dev.plimsoll.base.KnownBases;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.measurement.BaseMeasurement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds out what images are built on when asked, once for each image: somebody waits for the whole report. */
record DirectBases(BaseMeasurement measurement, Map<Digest, Optional<MeasuredBase>> found) implements KnownBases {

    static DirectBases of(BaseMeasurement measurement) {
        return new DirectBases(measurement, new ConcurrentHashMap<>());
    }

    @Override
    public Optional<MeasuredBase> of(Image image) {
        return found.computeIfAbsent(
                image.digest(), digest -> measurement.measure(image).base());
    }
}
