/** Where the parts are put together and the process begins. */
@NullMarked
package dev.plimsoll.app;

import org.jspecify.annotations.NullMarked;
