/** What is measured of bases behind everybody's back, and remembered: never on the way of a review. */
@NullMarked
package dev.plimsoll.measurement;

import org.jspecify.annotations.NullMarked;
