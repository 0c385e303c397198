package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An amount as Kubernetes writes it, number or text.
 *
 * @param written for example {@code 500Mi}
 */
public record Quantity(@JsonValue String written) {}
