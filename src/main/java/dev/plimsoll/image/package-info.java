/** What an image is, in the words of the OCI image specification, and the port through which one is looked up. */
@NullMarked
package dev.plimsoll.image;

import org.jspecify.annotations.NullMarked;
