package dev.plimsoll.image;

import java.util.List;
import java.util.Set;

/**
 * What looking at a reference found.
 *
 * @param digest what the reference stands for: of the index if it is one, else of the manifest
 * @param images one for each platform that was asked for and is there; more than one only for an index
 * @param offered the platforms the reference offers; empty if it does not say
 */
public record Inspection(Digest digest, List<Image> images, Set<Platform> offered) {

    public Inspection {
        images = List.copyOf(images);
        offered = Set.copyOf(offered);
    }
}
