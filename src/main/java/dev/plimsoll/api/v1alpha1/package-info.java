/** The custom resources of {@code plimsoll.dev/v1alpha1} as they are written: types without behaviour. */
@NullMarked
package dev.plimsoll.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
