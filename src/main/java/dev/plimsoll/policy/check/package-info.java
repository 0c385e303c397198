/** The checks, one file each, and their catalogue. */
@NullMarked
package dev.plimsoll.policy.check;

import org.jspecify.annotations.NullMarked;
