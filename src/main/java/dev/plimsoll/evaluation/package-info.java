/** The one use case that admission, audit and the command line share: judging a workload under policies. */
@NullMarked
package dev.plimsoll.evaluation;

import org.jspecify.annotations.NullMarked;
