package dev.plimsoll.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What a Service does: hands each connection to the next of its ready endpoints. */
final class ServiceProxy implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_IN_MS = 1_000;

    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Replica> endpoints = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    ServiceProxy() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void add(Replica replica) {
        endpoints.add(replica);
    }

    void remove(Replica replica) {
        endpoints.remove(replica);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                threads.execute(() -> connect(client));
            } catch (IOException e) {
                // Closed, or the client has gone.
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket server = nextEndpoint()) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            threads.execute(() -> copy(server, client));
            copy(client, server);
        } catch (IOException e) {
            // The client sees that the connection is closed.
        }
    }

    private Socket nextEndpoint() throws IOException {
        int first = turn.getAndIncrement();
        int size = endpoints.size();
        for (int i = 0; i < size; i++) {
            Replica replica = endpoints.get(Math.floorMod(first + i, size));
            if (replica.isReady()) {
                Socket socket = new Socket();
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), replica.port()), CONNECT_TIMEOUT_IN_MS);
                return socket;
            }
        }
        throw new IOException("no endpoint is ready");
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side has gone; the other is told.
        }
        try {
            from.close();
            to.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
