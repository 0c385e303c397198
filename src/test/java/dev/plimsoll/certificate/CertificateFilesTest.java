package dev.plimsoll.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {

    private static final TestCertificates EC = TestCertificates.ec();
    private static final TestCertificates RSA = TestCertificates.rsa();

    @TempDir
    Path folder;

    private final ServingCertificate certificate = new ServingCertificate();

    private CertificateFiles serving() {
        return CertificateFiles.serving(
                TestCertificateSettings.defaults()
                        .set("cert-file", folder.resolve("tls.crt").toString())
                        .set("key-file", folder.resolve("tls.key").toString())
                        .build(),
                certificate);
    }

    private X509Certificate leaf() {
        return certificate.leaf().orElseThrow();
    }

    @Test
    void readsEllipticCurveKeysAsOpensslWritesThem() {
        EC.writeTo(folder);
        assertThat(EC.keyPem()).contains("BEGIN EC PRIVATE KEY");
        serving();
        assertThat(leaf()).isEqualTo(EC.certificate());
    }

    @Test
    void readsRsaKeysAsCertManagerWritesThem() {
        RSA.writeTo(folder);
        assertThat(RSA.keyPem()).contains("BEGIN RSA PRIVATE KEY");
        serving();
        assertThat(certificate.endsAt())
                .hasValue(RSA.certificate().getNotAfter().toInstant());
    }

    @Test
    void readsKeysInPkcs8() throws IOException {
        EC.writeTo(folder);
        String pkcs8 =
                Base64.getMimeEncoder().encodeToString(EC.keys().getPrivate().getEncoded());
        Files.writeString(
                folder.resolve("tls.key"), "-----BEGIN PRIVATE KEY-----\n" + pkcs8 + "\n-----END PRIVATE KEY-----\n");
        serving();
        assertThat(leaf()).isEqualTo(EC.certificate());
    }

    @Test
    void servesTheWholeChain() throws IOException, KeyStoreException {
        EC.writeTo(folder);
        Files.writeString(folder.resolve("tls.crt"), EC.certificatePem() + RSA.certificatePem());
        serving();
        assertThat(certificate.getKeyStore(null).keyStore.getCertificateChain("plimsoll"))
                .containsExactly(EC.certificate(), RSA.certificate());
    }

    @Test
    void takesUpAChangedPair() {
        EC.writeTo(folder);
        CertificateFiles files = serving();
        RSA.writeTo(folder);
        assertThat(files.refresh()).isTrue();
        assertThat(leaf()).isEqualTo(RSA.certificate());
    }

    @Test
    void seesThatNothingChanged() {
        EC.writeTo(folder);
        assertThat(serving().refresh()).isFalse();
    }

    @Test
    void keepsThePairInUseWhenTheNewOneDoesNotBelongTogether() throws IOException {
        EC.writeTo(folder);
        CertificateFiles files = serving();
        Files.writeString(folder.resolve("tls.crt"), RSA.certificatePem());
        assertThatThrownBy(files::refresh)
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageContaining("the private key is not that of the certificate");
        assertThat(leaf()).isEqualTo(EC.certificate());
    }

    @Test
    void keepsThePairInUseWhenAFileIsBroken() throws IOException {
        EC.writeTo(folder);
        CertificateFiles files = serving();
        Files.writeString(folder.resolve("tls.key"), "-----BEGIN EC PRIVATE KEY-----\nbroken");
        assertThatThrownBy(files::refresh)
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageContaining("tls.key");
        assertThat(leaf()).isEqualTo(EC.certificate());
    }

    @Test
    void keepsThePairInUseWhenAFileIsNoBase64() throws IOException {
        EC.writeTo(folder);
        CertificateFiles files = serving();
        Files.writeString(
                folder.resolve("tls.crt"), "-----BEGIN CERTIFICATE-----\n*?!~*?!~\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(files::refresh)
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageContaining("tls.crt cannot be read as PEM");
        assertThat(leaf()).isEqualTo(EC.certificate());
    }

    @Test
    void saysWhichSettingIsMissing() {
        assertThatThrownBy(() -> CertificateFiles.serving(
                        TestCertificateSettings.defaults().build(), certificate))
                .hasMessageContaining("plimsoll.tls.cert-file is not set");
    }

    @Test
    void saysWhichFileHoldsNoCertificate() throws IOException {
        EC.writeTo(folder);
        Files.writeString(folder.resolve("tls.crt"), "nothing here");
        assertThatThrownBy(this::serving).hasMessageContaining("tls.crt holds no certificate");
    }

    @Test
    void saysWhichFileHoldsNoKey() throws IOException {
        EC.writeTo(folder);
        Files.writeString(folder.resolve("tls.key"), EC.certificatePem());
        assertThatThrownBy(this::serving).hasMessageContaining("tls.key holds no private key");
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatThrownBy(this::serving).hasMessageContaining("tls.crt cannot be read");
    }
}
