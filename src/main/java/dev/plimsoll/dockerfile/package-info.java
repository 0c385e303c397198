/** How an image was built: the lines of its history as instructions, matched with the layers that they made. */
@NullMarked
package dev.plimsoll.dockerfile;

import org.jspecify.annotations.NullMarked;
