package dev.plimsoll.api.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy speaks of.
 *
 * @param namespaceSelector on the namespace's labels; all if absent
 * @param objectSelector on the labels of the object under review; all if absent
 * @param images globs on the normalised name, {@code docker.io/library/node}; all if absent
 * @param excludeImages globs likewise; none if absent
 */
public record Match(
        @Nullable LabelSelector namespaceSelector,
        @Nullable LabelSelector objectSelector,
        @Nullable List<String> images,
        @Nullable List<String> excludeImages) {}
