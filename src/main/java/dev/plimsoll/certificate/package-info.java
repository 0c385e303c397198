/** The certificate that the webhook serves with: reading, checking and exchanging it. */
@NullMarked
package dev.plimsoll.certificate;

import org.jspecify.annotations.NullMarked;
