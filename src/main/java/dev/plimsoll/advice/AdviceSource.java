package dev.plimsoll.advice;

import dev.plimsoll.base.KnownBases;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import java.util.List;
import java.util.Optional;

/** What can be said of how images could be smaller. Nobody waits for it: it looks nothing up. */
public interface AdviceSource {

    /** Knows of every image no more than it says of itself. */
    AdviceSource BY_HISTORY = new Adviser(KnownBases.NONE);

    /** All advice on the image, most bytes first. */
    List<Advice> advise(ImageReference reference, Image image);

    /** What the image is built on, and what would be slimmer, as far as that is known by now. */
    Optional<MeasuredBase> baseOf(Image image);
}
