package dev.plimsoll.certificate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Shakes hands as an API server does: trusts the caBundle and nobody else, wants the Service's name, and knows the time. */
public final class ApiServerClient {

    private static final String HOST = "plimsoll.plimsoll.svc";

    private ApiServerClient() {}

    /**
     * @param caBundle in PEM
     * @return what was presented
     * @throws IOException if the handshake fails
     */
    public static X509Certificate shakeHands(int port, String caBundle, Instant now) throws IOException {
        try (SSLSocket socket = connect(port, caBundle, now)) {
            if (socket.getInputStream().read() != 1) {
                throw new IOException("the server said nothing");
            }
            return presented(socket);
        }
    }

    /** The same with a server that waits for a request. */
    public static X509Certificate shakeHandsAsHttp(int port, String caBundle, Instant now) throws IOException {
        try (SSLSocket socket = connect(port, caBundle, now)) {
            socket.startHandshake();
            return presented(socket);
        }
    }

    private static X509Certificate presented(SSLSocket socket) throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private static SSLSocket connect(int port, String caBundle, Instant now) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket = (SSLSocket) context(caBundle, now).getSocketFactory().createSocket(plain, HOST, port, true);
        socket.setSoTimeout(5_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static SSLContext context(String caBundle, Instant now) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int index = 0;
            for (X509Certificate authority : new Pem("the caBundle", caBundle).certificates()) {
                trusted.setCertificateEntry("authority-" + index++, authority);
            }
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, new X509CertSelector());
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(new CertPathTrustManagerParameters(parameters));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
