/** What runs in the cluster, judged as admission would judge it today, and what is reported of it. */
@NullMarked
package dev.plimsoll.audit;

import org.jspecify.annotations.NullMarked;
