package dev.plimsoll.image;

import java.util.List;

/**
 * The credentials of somebody who wants to pull images, for example those of a pod's pull secrets. Holds them in memory:
 * looking for one asks nobody.
 */
@FunctionalInterface
public interface Credentials {

    /** Those of somebody who has none of their own. */
    Credentials NONE = image -> List.of();

    /** The credentials that are for the image, in the order in which they are to be tried. */
    List<Credential> matching(ImageReference image);
}
