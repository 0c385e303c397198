/** The container image: its recipe, and what makes and pushes it without a container engine. No part of the product. */
@NullMarked
package dev.plimsoll.packaging;

import org.jspecify.annotations.NullMarked;
