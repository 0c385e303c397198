/** Between Kubernetes' objects and the core: workloads and policies, read from reviews, manifests and policy files. */
@NullMarked
package dev.plimsoll.kubernetes;

import org.jspecify.annotations.NullMarked;
