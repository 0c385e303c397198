/** The webhook: AdmissionReviews in and out over HTTP. */
@NullMarked
package dev.plimsoll.admission;

import org.jspecify.annotations.NullMarked;
