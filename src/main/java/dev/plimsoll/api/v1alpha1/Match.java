package dev.plimsoll.api.v1alpha1;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy speaks of.
 *
 * @param namespaceSelector on the namespace's labels; all if absent
 * @param objectSelector on the labels of the object under review; all if absent
 * @param images globs on the normalised name, such as docker.io/library/*; all if absent
 * @param excludeImages globs on the names of images that it does not speak of; none if absent
 */
public record Match(
        @Nullable LabelSelector namespaceSelector,
        @Nullable LabelSelector objectSelector,

        @Size(min = 1, max = Bounds.GLOBS) @ValidationRule(value = Rules.GLOBS, message = Rules.GLOBS_MESSAGE) @Nullable
        List<@Size(min = 1, max = Bounds.GLOB_LENGTH) String> images,

        @Size(max = Bounds.GLOBS) @ValidationRule(value = Rules.GLOBS, message = Rules.GLOBS_MESSAGE) @Nullable
        List<@Size(min = 1, max = Bounds.GLOB_LENGTH) String> excludeImages) {}
