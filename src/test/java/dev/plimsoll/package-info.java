/** What the tests of all packages share. */
@NullMarked
package dev.plimsoll;

import org.jspecify.annotations.NullMarked;
