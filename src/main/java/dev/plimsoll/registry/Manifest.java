package dev.plimsoll.registry;

import dev.plimsoll.image.Layer;
import java.util.List;
import java.util.Map;

/** What a registry keeps under a tag or a manifest's digest. */
sealed interface Manifest {

    /** One image. */
    record OfImage(Descriptor config, List<Layer> layers, Map<String, String> annotations) implements Manifest {}

    /** A choice of images, or of further indexes, by platform. */
    record Index(List<Descriptor> manifests) implements Manifest {}
}
