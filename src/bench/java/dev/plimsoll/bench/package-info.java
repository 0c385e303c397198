/** What the application has besides when it is measured, and never when it is shipped. */
@NullMarked
package dev.plimsoll.bench;

import org.jspecify.annotations.NullMarked;
