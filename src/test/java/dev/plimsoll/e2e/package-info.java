/** The application beside a real API server, as {@code make e2e} tries it. */
@NullMarked
package dev.plimsoll.e2e;

import org.jspecify.annotations.NullMarked;
