package dev.plimsoll.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateConditionsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final CertificateConditions CONDITIONS =
            new CertificateConditions(Duration.ofHours(1), Optional.of("plimsoll.plimsoll.svc"));

    private static ServingCertificate serving(String... names) {
        ServingCertificate certificate = new ServingCertificate();
        certificate.use(
                CertificateAuthority.create(NOW, Duration.ofDays(9)).issue(List.of(names), NOW, Duration.ofDays(1)));
        return certificate;
    }

    @Test
    void wantACertificate() {
        assertThat(CONDITIONS.problem(new ServingCertificate(), NOW)).hasValue("there is no certificate yet");
    }

    @ParameterizedTest
    @CsvSource({
        "-PT5M1S, the certificate is not valid before 2026-11-20T23:55:00Z",
        "-PT5M,",
        "PT0S,",
        "PT22H59M59S,",
        "'PT23H', 'the certificate ends at 2026-11-22T00:00:00Z, within plimsoll.tls.min-remaining'",
        "'P2D', 'the certificate ends at 2026-11-22T00:00:00Z, within plimsoll.tls.min-remaining'"
    })
    void wantItValidForAWhile(Duration later, String problem) {
        assertThat(CONDITIONS.problem(serving("plimsoll.plimsoll.svc"), NOW.plus(later)))
                .isEqualTo(Optional.ofNullable(problem));
    }

    @ParameterizedTest
    @CsvSource({
        "plimsoll.plimsoll.svc, true",
        "PLIMSOLL.plimsoll.SVC, true",
        "*.plimsoll.svc, true",
        "*.svc, false",
        "plimsoll.svc, false",
        "*, false",
        "other.plimsoll.svc, false",
        "*.plimsoll.plimsoll.svc, false"
    })
    void wantItForTheHost(String name, boolean good) {
        assertThat(CONDITIONS.problem(serving("a.example", name), NOW).isEmpty())
                .isEqualTo(good);
    }

    @Test
    void sayWhatItIsFor() {
        assertThat(CONDITIONS.problem(serving("a.example"), NOW))
                .hasValue("the certificate is not for plimsoll.plimsoll.svc, but for [a.example]");
    }

    @Test
    void areContentWithAnyHostIfNoneIsKnown() {
        CertificateSettings settings = TestCertificateSettings.defaults().build();
        assertThat(CertificateConditions.from(settings).problem(serving("a.example"), NOW))
                .isEmpty();
    }

    @Test
    void wantASelfManagedOneForItsService() {
        CertificateSettings settings = TestCertificateSettings.selfManaged()
                .set("self-managed.service", "webhook")
                .build();
        assertThat(CertificateConditions.from(settings))
                .extracting(CertificateConditions::host)
                .isEqualTo(Optional.of("webhook.plimsoll.svc"));
    }
}
