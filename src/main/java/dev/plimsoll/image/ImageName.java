package dev.plimsoll.image;

/** What stands in a container's {@code image} field: a reference, or something that is none. */
public sealed interface ImageName {

    /** A name that can be looked up. */
    record Valid(String written, ImageReference reference) implements ImageName {}

    /**
     * A name that cannot.
     *
     * @param problem what is wrong with it, for people
     */
    record Invalid(String written, String problem) implements ImageName {}

    /** The field's text, unchanged. */
    String written();

    /** Reads the field; never fails. */
    static ImageName parse(String written) {
        try {
            return new Valid(written, ImageReference.parse(written));
        } catch (IllegalArgumentException e) {
            return new Invalid(written, e.getMessage());
        }
    }
}
