/** What is under review: the pod that an object is, or that it would make. */
@NullMarked
package dev.plimsoll.workload;

import org.jspecify.annotations.NullMarked;
