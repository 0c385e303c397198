package dev.plimsoll.cli;

import dev.plimsoll.evaluation.PullCredentials;
import dev.plimsoll.workload.Workload;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;

/** Pull credentials that are found elsewhere, and what could not be, for a report to say it once. */
final class UnreadSecrets implements PullCredentials {

    private static final int MOST = 1000;

    private final PullCredentials source;
    private final Set<String> missing = new ConcurrentSkipListSet<>();

    UnreadSecrets(PullCredentials source) {
        this.source = source;
    }

    @Override
    public CompletionStage<Found> of(Workload workload) {
        return source.of(workload).thenApply(this::noted);
    }

    private Found noted(Found found) {
        if (missing.size() < MOST) {
            missing.addAll(found.missing());
        }
        return found;
    }

    /** In words, in order; a thousand or a few more at the most. */
    List<String> missing() {
        return List.copyOf(missing);
    }
}
