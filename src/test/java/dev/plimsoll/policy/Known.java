package dev.plimsoll.policy;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Platform;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a test lets be known of images. */
public final class Known {

    private final Map<ImageReference, Inspection> found = new HashMap<>();

    private Known() {}

    public static Known nothing() {
        return new Known();
    }

    /** One image, or several for an index; it offers what these are for. */
    public static Known image(String reference, ImageBuilder... variants) {
        return nothing().and(reference, variants);
    }

    public Known and(String reference, ImageBuilder... variants) {
        List<Image> images = Stream.of(variants).map(ImageBuilder::build).toList();
        Set<Platform> offered =
                images.stream().flatMap(image -> image.platform().stream()).collect(Collectors.toSet());
        return and(reference, images, offered);
    }

    /** An index that has nothing for the pod's platforms. */
    public Known andOffering(String reference, String... platforms) {
        return and(
                reference, List.of(), Stream.of(platforms).map(Platform::parse).collect(Collectors.toSet()));
    }

    private Known and(String reference, List<Image> images, Set<Platform> offered) {
        found.put(ImageReference.parse(reference), new Inspection(Digest.of(reference), images, offered));
        return this;
    }

    public Inspections inspections() {
        return new Inspections(found, Map.of());
    }
}
