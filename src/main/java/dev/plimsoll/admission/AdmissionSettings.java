package dev.plimsoll.admission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/** How reviews are answered. */
@ConfigMapping(prefix = "plimsoll.admission")
public interface AdmissionSettings {

    /** How long before the API server's own timeout an answer is sent, whatever is known by then. */
    @WithDefault("500ms")
    Duration deadlineMargin();

    /** The API server's timeout where a request does not say it; the API server's default. */
    @WithDefault("10s")
    Duration defaultTimeout();

    /** Namespaces that are never judged, even if the webhook's registration lets them through. */
    @WithDefault("kube-system,kube-node-lease")
    Set<String> excludedNamespaces();
}
