/** Whose work an image is: where its base ends, what says so, and which slimmer base there is. */
@NullMarked
package dev.plimsoll.base;

import org.jspecify.annotations.NullMarked;
