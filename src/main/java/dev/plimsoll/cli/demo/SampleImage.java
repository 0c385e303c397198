package dev.plimsoll.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image of the demo's registry, as {@code demo/images.yaml} describes it.
 *
 * @param names what it can be asked for by
 * @param platforms with more than one, the names stand for an index
 */
record SampleImage(
        List<String> names,
        List<String> platforms,
        String user,
        List<String> environment,
        List<String> command,
        List<Step> history) {

    /**
     * One step of its build.
     *
     * @param size of the layer that it made, as a quantity; absent if it made none
     */
    record Step(
            @JsonProperty("by") String createdBy, @Nullable String size) {}

    SampleImage {
        user = user == null ? "" : user;
    }

    static List<SampleImage> all() {
        return DemoResources.read("images.yaml", new TypeReference<>() {});
    }
}
