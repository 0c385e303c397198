package dev.plimsoll.audit;

import dev.plimsoll.kubernetes.ReportKind;
import java.util.Optional;

/** Where findings are reported. */
public enum ReportTarget {
    OPENREPORTS,
    WGPOLICYK8S,
    OFF;

    /** Empty for none. */
    public Optional<ReportKind> kind() {
        return switch (this) {
            case OPENREPORTS -> Optional.of(ReportKind.OPENREPORTS);
            case WGPOLICYK8S -> Optional.of(ReportKind.WGPOLICYK8S);
            case OFF -> Optional.empty();
        };
    }
}
