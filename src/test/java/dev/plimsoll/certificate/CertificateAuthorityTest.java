package dev.plimsoll.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final List<String> NAMES = List.of("plimsoll.plimsoll.svc", "plimsoll");
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    private final CertificateAuthority authority = CertificateAuthority.create(NOW, Duration.ofDays(365));
    private final X509Certificate root = authority.certificate();
    private final X509Certificate leaf =
            authority.issue(NAMES, NOW, Duration.ofDays(90)).leaf();

    @Test
    void whatItSignsIsValidByThePathValidationOfThePlatform() throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
    }

    @Test
    void mayOnlySignCertificatesOfServers() {
        assertThat(root.getBasicConstraints()).isZero();
        assertThat(usages(root)).containsExactlyInAnyOrder(KEY_CERT_SIGN, CRL_SIGN);
        assertThat(root.getCriticalExtensionOIDs())
                .contains(Extension.basicConstraints.getId(), Extension.keyUsage.getId());
    }

    @Test
    void whatItSignsIsForAServerOfThoseNamesAndNothingElse() throws Exception {
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(usages(leaf)).containsExactly(0);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        Collection<List<?>> names = leaf.getSubjectAlternativeNames();
        assertThat(names.stream().map(name -> name.get(1).toString())).containsExactlyElementsOf(NAMES);
    }

    @Test
    void namesItsKeyInWhatItSigns() {
        byte[] itsKey = SubjectKeyIdentifier.getInstance(extension(root, Extension.subjectKeyIdentifier.getId()))
                .getKeyIdentifier();
        byte[] issuersKey = AuthorityKeyIdentifier.getInstance(
                        extension(leaf, Extension.authorityKeyIdentifier.getId()))
                .getKeyIdentifierOctets();
        assertThat(issuersKey).isEqualTo(itsKey).hasSize(20);
    }

    private static byte[] extension(X509Certificate certificate, String id) {
        return ASN1OctetString.getInstance(certificate.getExtensionValue(id)).getOctets();
    }

    @Test
    void isOnP256() {
        assertThat(List.of(root, leaf))
                .extracting(it ->
                        ((ECPublicKey) it.getPublicKey()).getParams().getOrder().bitLength())
                .containsOnly(256);
        assertThat(leaf.getSigAlgName()).isEqualTo("SHA256withECDSA");
    }

    @Test
    void isValidForWhoIsSomeMinutesLate() throws Exception {
        leaf.checkValidity(Date.from(NOW.minus(Duration.ofMinutes(4))));
        root.checkValidity(Date.from(NOW.minus(Duration.ofMinutes(4))));
    }

    @Test
    void signsNothingThatOutlivesIt() {
        Instant late = NOW.plus(Duration.ofDays(300));
        assertThat(authority.issue(NAMES, late, Duration.ofDays(90)).endsAt()).isEqualTo(authority.endsAt());
    }

    @Test
    void noTwoHaveANameOrSerialInCommon() {
        CertificateAuthority other = CertificateAuthority.create(NOW, Duration.ofDays(365));
        assertThat(other.certificate().getSubjectX500Principal()).isNotEqualTo(root.getSubjectX500Principal());
        assertThat(Set.of(
                        root.getSerialNumber(),
                        leaf.getSerialNumber(),
                        other.certificate().getSerialNumber()))
                .hasSize(3)
                .allSatisfy(serial -> assertThat(serial.bitLength()).isEqualTo(127));
    }

    private static List<Integer> usages(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return IntStream.range(0, usage.length)
                .filter(index -> usage[index])
                .boxed()
                .toList();
    }
}
