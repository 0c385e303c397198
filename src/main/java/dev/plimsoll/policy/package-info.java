/** What is thought of a workload: checks find violations, policies say what follows from them. */
@NullMarked
package dev.plimsoll.policy;

import org.jspecify.annotations.NullMarked;
