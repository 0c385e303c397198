/** What would make an image smaller, told from its own build history: one check in each file. */
@NullMarked
package dev.plimsoll.advice;

import org.jspecify.annotations.NullMarked;
