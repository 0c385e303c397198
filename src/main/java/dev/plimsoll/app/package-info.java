/** The composition root: what is built of what, and in which order it starts and ends. */
@NullMarked
package dev.plimsoll.app;

import org.jspecify.annotations.NullMarked;
