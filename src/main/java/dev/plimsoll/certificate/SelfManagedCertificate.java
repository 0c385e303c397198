package dev.plimsoll.certificate;

import dev.plimsoll.certificate.CertificateStore.Stored;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that the application makes for itself. Each replica serves with what is in the store; the one that leads
 * makes it, renews it and tells clients whom to trust. Each look starts from what there is, so that it does not matter what
 * was missed, who led before, or what somebody has deleted; what was good last is put back.
 */
public final class SelfManagedCertificate implements Runnable {

    private static final Logger LOG = Logger.getLogger(SelfManagedCertificate.class);

    private final ServingCertificate serving;
    private final CertificateStore store;
    private final ClientTrust trust;
    private final BooleanSupplier leading;
    private final Renewal renewal;
    private final Duration settlingTime;
    private final Clock clock;
    private final Problems problems = new Problems(LOG);

    private @Nullable KeptCertificates lastGood;
    private @Nullable String announced;
    private Instant announcedSince = Instant.EPOCH;

    /** @param leading whether this replica is the one that writes */
    public SelfManagedCertificate(
            ServingCertificate serving,
            CertificateStore store,
            ClientTrust trust,
            BooleanSupplier leading,
            CertificateSettings.SelfManaged settings,
            Clock clock) {
        this.serving = serving;
        this.store = store;
        this.trust = trust;
        this.leading = leading;
        this.renewal = new Renewal(
                ServiceName.of(settings).and(settings.extraNames().orElse(List.of())),
                settings.caDuration(),
                settings.duration());
        this.settlingTime = settings.settlingTime();
        this.clock = clock;
    }

    /** Looks, and does what is to be done; what fails is told once, and tried again at the next look. */
    @Override
    public synchronized void run() {
        try {
            look();
            problems.forget("store");
        } catch (RuntimeException e) {
            problems.tell("store", "the certificate cannot be looked after now: " + e.getMessage());
        }
    }

    private void look() {
        Optional<Stored> stored = store.read();
        KeptCertificates found = stored.map(this::readable).orElse(null);
        KeptCertificates kept = found != null ? found : lastGood;
        if (leading.getAsBoolean()) {
            kept = maintain(stored.map(Stored::version).orElse(null), found, kept);
        }
        if (kept != null) {
            use(kept);
        }
    }

    private @Nullable KeptCertificates readable(Stored stored) {
        try {
            KeptCertificates kept = KeptCertificates.read(stored.data());
            problems.forget("content");
            return kept;
        } catch (InvalidCertificateException e) {
            problems.tell("content", "the certificate's Secret cannot be used, and is written anew: " + e.getMessage());
            return null;
        }
    }

    /** @return what is in force after it: what was found, if somebody else was faster */
    private @Nullable KeptCertificates maintain(
            @Nullable String version, @Nullable KeptCertificates found, @Nullable KeptCertificates kept) {
        Instant now = clock.instant();
        boolean clientsTrust = kept != null && announce(kept.bundle(), now);
        KeptCertificates next = renewal.next(kept, now, clientsTrust);
        if (next.equals(found)) {
            return next;
        }
        if (!store.write(next.write(), version)) {
            return found;
        }
        tellChange(kept, next);
        announce(next.bundle(), now);
        return next;
    }

    /** @return whether clients have been told long enough ago that all have heard */
    private boolean announce(String bundle, Instant now) {
        if (!wasAnnounced(bundle)) {
            announced = null;
            return false;
        }
        if (!bundle.equals(announced)) {
            announced = bundle;
            announcedSince = now;
        }
        return !now.isBefore(announcedSince.plus(settlingTime));
    }

    /** That clients cannot be told must not keep anybody from serving. */
    private boolean wasAnnounced(String bundle) {
        try {
            boolean wasAnnounced = trust.announce(bundle);
            problems.forget("trust");
            return wasAnnounced;
        } catch (RuntimeException e) {
            problems.tell("trust", "the API server cannot be told whom to trust: " + e.getMessage());
            return false;
        }
    }

    private static void tellChange(@Nullable KeptCertificates before, KeptCertificates now) {
        if (before == null || !before.authority().equals(now.authority())) {
            LOG.infof(
                    "made an authority for the certificate, which ends at %s",
                    now.authority().endsAt());
        }
        if (before == null || !before.serving().equals(now.serving())) {
            LOG.infof("made a certificate, which ends at %s", now.serving().endsAt());
        }
    }

    private void use(KeptCertificates kept) {
        lastGood = kept;
        if (serving.use(kept.serving(), kept.authority().endsAt())) {
            LOG.infof(
                    "serving with a new certificate, which ends at %s",
                    kept.serving().endsAt());
        }
    }
}
