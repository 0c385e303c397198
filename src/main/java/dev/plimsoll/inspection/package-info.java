/** What is known and thought of one image by itself: its layers, what it is built on, advice. */
@NullMarked
package dev.plimsoll.inspection;

import org.jspecify.annotations.NullMarked;
