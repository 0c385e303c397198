/** What the demo is made of: a registry, certificates and workloads, none of which outlive it. */
@NullMarked
package dev.plimsoll.cli.demo;

import org.jspecify.annotations.NullMarked;
