/** What the audit knows as pages for people, served by the management port or written as one file. */
@NullMarked
package dev.plimsoll.web;

import org.jspecify.annotations.NullMarked;
