package dev.plimsoll.audit;

import dev.plimsoll.kubernetes.ApiRefusedException;
import dev.plimsoll.kubernetes.ReportStore;
import dev.plimsoll.policy.PolicySet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Scans from time to time, and when policies have changed, while this replica is the one to do so. */
public final class AuditLoop implements Runnable {

    private static final Logger LOG = Logger.getLogger(AuditLoop.class);

    /** After a change of policies, for the changes that come with it. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

    /** After a scan that could not be ended, and the least between two. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Scan scan;
    private final Optional<ReportStore> store;
    private final Optional<ReportMapper> mapper;
    private final Supplier<PolicySet> policies;
    private final BooleanSupplier isMine;
    private final Duration interval;
    private final Duration pause;
    private final AuditMetrics metrics;
    private final Clock clock;

    private Instant due = Instant.MIN;
    private @Nullable PolicySet judgedBy;
    private @Nullable Instant changed;
    private @Nullable PolicySet changedTo;
    private boolean reportsAreKnown = true;
    private @Nullable AuditResult unwritten;
    private Instant writeAgain = Instant.MIN;
    private Duration writePause = Duration.ZERO;
    private volatile String problem = "";
    private volatile @Nullable AuditResult last;

    /**
     * @param reports empty to write none
     * @param isMine whether this replica is the one to scan, and knows enough to do so
     */
    public AuditLoop(
            Scan scan,
            Optional<ReportStore> reports,
            AuditSettings settings,
            Supplier<PolicySet> policies,
            BooleanSupplier isMine,
            AuditMetrics metrics,
            Clock clock) {
        this(scan, reports, settings, policies, isMine, metrics, clock, PAUSE);
    }

    AuditLoop(
            Scan scan,
            Optional<ReportStore> reports,
            AuditSettings settings,
            Supplier<PolicySet> policies,
            BooleanSupplier isMine,
            AuditMetrics metrics,
            Clock clock,
            Duration pause) {
        this.scan = scan;
        this.store = reports;
        this.mapper = settings.reports().kind().map(kind -> new ReportMapper(kind, settings.mostFindings()));
        this.policies = policies;
        this.isMine = isMine;
        this.interval = settings.interval();
        this.metrics = metrics;
        this.clock = clock;
        this.pause = pause;
    }

    /** To be called every few seconds; scans, and blocks meanwhile, if it is time. */
    @Override
    public synchronized void run() {
        if (!isMine.getAsBoolean()) {
            // Whoever was the one meanwhile may have judged by anything.
            due = Instant.MIN;
            last = null;
            unwritten = null;
            metrics.forget();
            return;
        }
        Instant now = clock.instant();
        PolicySet current = policies.get();
        noteChange(current, now);
        if (!now.isBefore(due)) {
            due = clock.instant().plus(attempt(current) ? interval : pause);
        } else if (unwritten != null && !now.isBefore(writeAgain)) {
            write(unwritten);
        }
    }

    private void noteChange(PolicySet current, Instant now) {
        if (judgedBy == null || current.equals(judgedBy)) {
            changed = null;
            return;
        }
        if (changed == null || !current.equals(changedTo)) {
            changed = now;
            changedTo = current;
        }
        Instant settled = changed.plus(SETTLING.compareTo(pause) < 0 ? SETTLING : pause);
        if (settled.isBefore(due)) {
            due = settled;
        }
    }

    private boolean attempt(PolicySet current) {
        try {
            Optional<AuditResult> result = scan.run(current, Set.of(), isMine);
            if (result.isEmpty()) {
                return false;
            }
            judgedBy = current;
            problem = "";
            last = result.get();
            metrics.scanned(result.get());
            LOG.infof("audited %s", inWords(result.get()));
            writePause = pause;
            write(result.get());
            return true;
        } catch (ApiRefusedException e) {
            metrics.failed();
            warnOnce("the audit could not be ended, and is tried again: " + e.getMessage());
            return false;
        }
    }

    private static String inWords(AuditResult result) {
        return "%d objects of %d workloads in %d ms: %d denied, %d warned, %d images could not be looked at%s"
                .formatted(
                        result.totals().objects(),
                        result.totals().owners(),
                        result.took().toMillis(),
                        result.totals().denied(),
                        result.totals().warned(),
                        result.unknown().size(),
                        result.gaps().isEmpty()
                                ? ""
                                : ", %d parts of the cluster were not: %s"
                                        .formatted(
                                                result.gaps().size(),
                                                result.gaps().get(0)));
    }

    private void write(AuditResult result) {
        if (store.isEmpty() || mapper.isEmpty()) {
            return;
        }
        try {
            written(store.get().bringTo(mapper.get().reports(result), result::isWhole, isMine), result);
        } catch (ApiRefusedException e) {
            warnOnce("findings could not be reported, which is tried again: " + e.getMessage());
            writeLater(result);
        }
    }

    private void written(ReportStore.Outcome outcome, AuditResult result) {
        unwritten = null;
        if (!outcome.isKnown()) {
            sayOnceThatThereAreNone();
            return;
        }
        reportsAreKnown = true;
        LOG.infof(
                "reports: %d written, %d removed, %d as they were",
                outcome.written(), outcome.removed(), outcome.unchanged());
        outcome.problems().forEach(it -> LOG.warnf("a report was not written, which is tried again: %s", it));
        if (!outcome.problems().isEmpty()) {
            writeLater(result);
        }
    }

    /** Each time after twice as long, until the next scan has another result. */
    private void writeLater(AuditResult result) {
        unwritten = result;
        writeAgain = clock.instant().plus(writePause);
        writePause = writePause.multipliedBy(2);
    }

    private void sayOnceThatThereAreNone() {
        if (reportsAreKnown) {
            reportsAreKnown = false;
            LOG.warn("findings are not reported, for the definitions of reports are not installed; install them, or say"
                    + " plimsoll.audit.reports=off");
        }
    }

    private void warnOnce(String now) {
        if (!now.equals(problem)) {
            problem = now;
            LOG.warn(now);
        }
    }

    /** Why the last try to scan failed; empty if it did not. */
    public String problem() {
        return problem;
    }

    /** What the last scan of this replica came to. */
    public Optional<AuditResult> last() {
        return Optional.ofNullable(last);
    }
}
