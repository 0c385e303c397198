package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/** What is read of {@code metav1.ObjectMeta}. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObjectMeta(@Nullable String name, @Nullable String namespace) {}
