/** Registries behind the port {@link dev.plimsoll.image.ImageInspector}: Jib's client over a bounded transport, and a cache. */
@NullMarked
package dev.plimsoll.registry;

import org.jspecify.annotations.NullMarked;
