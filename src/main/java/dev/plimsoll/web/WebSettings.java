package dev.plimsoll.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The page that shows what the audit found. */
@ConfigMapping(prefix = "plimsoll.web")
public interface WebSettings {

    /**
     * Whether the page is served, at {@code /} of the management port. Whoever can connect to that port can read it: the
     * names of namespaces, workloads and images, and what is wrong with them.
     */
    @WithDefault("false")
    boolean enabled();
}
