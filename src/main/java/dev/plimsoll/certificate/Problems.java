package dev.plimsoll.certificate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Problems that are told once and not at every look, or a forgotten file would fill the log. */
final class Problems {

    private final Logger log;
    private final Map<String, String> told = new ConcurrentHashMap<>();

    Problems(Logger log) {
        this.log = log;
    }

    /** @param of what there is one problem of at a time */
    void tell(String of, String problem) {
        if (!problem.equals(told.put(of, problem))) {
            log.warn(problem);
        }
    }

    void forget(String of) {
        told.remove(of);
    }
}
