package dev.plimsoll.api.v1alpha1;

import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a resource.
 *
 * @param conditions Ready: whether it is in force as it is written
 */
public record ResourceStatus(
        @Size(max = Bounds.CONDITIONS) @Nullable List<Condition> conditions) {}
