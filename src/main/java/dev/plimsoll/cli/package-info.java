/** The command line: what the program is asked to do, and its answers for people and for scripts. */
@NullMarked
package dev.plimsoll.cli;

import org.jspecify.annotations.NullMarked;
