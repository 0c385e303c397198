/** The Helm chart and the plain manifests, as Helm renders them and Kubernetes would take them. */
@NullMarked
package dev.plimsoll.chart;

import org.jspecify.annotations.NullMarked;
