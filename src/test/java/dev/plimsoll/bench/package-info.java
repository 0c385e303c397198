/** How fast it is: load on the packaged application, look-ups over a slow network, and the pure parts by themselves. */
@NullMarked
package dev.plimsoll.bench;

import org.jspecify.annotations.NullMarked;
