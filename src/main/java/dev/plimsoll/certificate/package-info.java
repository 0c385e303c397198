/** Certificates and their keys: the one that the webhook serves with, read, checked and exchanged, and those for clients. */
@NullMarked
package dev.plimsoll.certificate;

import org.jspecify.annotations.NullMarked;
