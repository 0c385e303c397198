package dev.plimsoll.certificate;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Shakes hands with whoever comes, by the certificate in use, and says one byte. */
public final class TlsServer implements AutoCloseable {

    private final SSLServerSocket socket;
    private final ExecutorService executor = Executors.newCachedThreadPool();

    private TlsServer(SSLServerSocket socket) {
        this.socket = socket;
    }

    public static TlsServer serving(ServingCertificate certificate) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    certificate
                            .getKeyStore(null)
                            .options
                            .getKeyManagerFactory(null)
                            .getKeyManagers(),
                    null,
                    null);
            TlsServer server = new TlsServer((SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            server.executor.execute(server::accept);
            return server;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                SSLSocket client = (SSLSocket) socket.accept();
                executor.execute(() -> greet(client));
            } catch (IOException e) {
                // Closed, or a client that went away.
            }
        }
    }

    private static void greet(SSLSocket client) {
        try (client) {
            client.setSoTimeout(5_000);
            client.getOutputStream().write(1);
        } catch (IOException e) {
            // The client is who judges the handshake.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        executor.shutdownNow();
    }
}
