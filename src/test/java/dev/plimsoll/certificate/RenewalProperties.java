package dev.plimsoll.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds however long looks are apart, and whenever clients hear of what was announced. */
class RenewalProperties {

    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
    private static final Renewal RENEWAL =
            new Renewal(List.of("plimsoll.plimsoll.svc"), Duration.ofDays(365), Duration.ofDays(90));

    /** As long as looks are no more than a third of a life apart, nobody who has heard is ever left without trust. */
    @Property(tries = 20)
    void whatIsServedIsValidAndTrustedByAllWhoHaveHeard(
            @ForAll @Size(min = 10, max = 60) List<@IntRange(min = 1, max = 29 * 24) Integer> hours,
            @ForAll @Size(60) List<Boolean> hear) {
        Instant now = START;
        KeptCertificates kept = RENEWAL.next(null, now, false);
        List<X509Certificate> heard = kept.trusted();
        List<X509Certificate> served = new ArrayList<>();
        for (int step = 0; step < hours.size(); step++) {
            now = now.plus(Duration.ofHours(hours.get(step)));
            boolean all = hear.get(step) || step % 2 == 0;
            heard = all ? kept.trusted() : heard;
            kept = RENEWAL.next(kept, now, heard.equals(kept.trusted()));
            served.add(kept.serving().leaf());

            assertThat(kept.serving().leaf().getNotAfter().toInstant()).isAfter(now);
            assertThat(kept.serving().leaf().getNotBefore().toInstant()).isBefore(now);
            assertThat(heard).as("at %s", now).anyMatch(signed(kept.serving().leaf()));
            for (X509Certificate leaf : served) {
                if (leaf.getNotAfter().toInstant().isAfter(now)) {
                    assertThat(kept.trusted()).anyMatch(signed(leaf));
                }
            }
            assertThat(kept.trusted()).hasSizeLessThanOrEqualTo(3);
        }
        assertThat(KeptCertificates.read(kept.write())).isEqualTo(kept);
    }

    /** Both are due at the same look, and the next one comes when the serving certificate would have ended. */
    @Example
    void anAuthorityIsNotRenewedUnderACertificateThatIsAboutToEnd() {
        List<Integer> days = List.of(29, 29, 29, 29, 29, 12, 29, 29, 29, 29);
        List<Boolean> hear = new ArrayList<>(Collections.nCopies(days.size(), true));
        hear.set(days.size() - 1, false);
        whatIsServedIsValidAndTrustedByAllWhoHaveHeard(
                days.stream().map(day -> day * 24).toList(), hear);
    }

    /** However long nobody looked, one step later there is something to serve with. */
    @Property(tries = 40)
    void oneLookMendsWhateverTimeHasDone(
            @ForAll @IntRange(min = -2000, max = 5000) int days, @ForAll boolean announced) {
        KeptCertificates kept = RENEWAL.next(null, START, false);
        Instant now = START.plus(Duration.ofDays(days));
        KeptCertificates next = RENEWAL.next(kept, now, announced);
        assertThat(next.serving().leaf().getNotAfter().toInstant()).isAfter(now);
        assertThat(next.serving().leaf().getNotBefore().toInstant()).isBefore(now);
        assertThat(next.trusted()).anyMatch(signed(next.serving().leaf()));
        assertThat(next.authority().endsAt()).isAfter(now);
    }

    /** A leader that looks again at once must find nothing to do, or two would write for ever. */
    @Property(tries = 40)
    void comesToRest(@ForAll @IntRange(min = 0, max = 2000) int days) {
        Instant now = START.plus(Duration.ofDays(days));
        KeptCertificates first = RENEWAL.next(RENEWAL.next(null, START, false), now, true);
        KeptCertificates second = RENEWAL.next(first, now, true);
        KeptCertificates third = RENEWAL.next(second, now, true);
        assertThat(third).isEqualTo(second);
    }

    private static Predicate<X509Certificate> signed(X509Certificate leaf) {
        return authority -> CertificateAuthority.signed(leaf, authority);
    }
}
