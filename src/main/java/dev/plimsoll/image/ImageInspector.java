package dev.plimsoll.image;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Looks at an image where it is stored, as {@code skopeo inspect} does: manifest and config, never a pull. */
@FunctionalInterface
public interface ImageInspector {

    /**
     * Looks at the image for the platforms that it may run on, as somebody who holds these credentials would: each that is
     * for the image is tried in turn, and at last what is to be seen with none of them. Nothing that was seen with other
     * credentials is in the answer.
     *
     * <p>Returns at once; what is known already is answered by a completed stage. A caller that stops waiting does not stop
     * the look-up, which ends by its own deadline.
     *
     * @param platforms the platforms wanted of an index; those that it does not offer are left out of the answer. A
     *     reference to a single image is answered with that image, whatever its platform
     * @return the answer, or {@link InspectionException} as the stage's failure
     */
    CompletionStage<Inspection> inspect(ImageReference reference, Set<Platform> platforms, Credentials credentials);

    /** Looks at the image as somebody without credentials of their own. */
    default CompletionStage<Inspection> inspect(ImageReference reference, Set<Platform> platforms) {
        return inspect(reference, platforms, Credentials.NONE);
    }
}
