/** What a shell would run: lines of a script as commands. */
@NullMarked
package dev.plimsoll.dockerfile.shell;

import org.jspecify.annotations.NullMarked;
