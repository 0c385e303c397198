package dev.plimsoll.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that does to each connection whatever a test wants, HTTP or not. */
final class RawServer implements AutoCloseable {

    /** What happens on a connection; it is closed afterwards. */
    @FunctionalInterface
    interface Talk {
        void on(Socket connection, int number) throws Exception;
    }

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    private RawServer(ServerSocket server, Talk talk) {
        this.server = server;
        start(() -> {
            while (!server.isClosed()) {
                accept(talk);
            }
        });
    }

    static RawServer start(Talk talk) {
        try {
            return new RawServer(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()), talk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one request's head; false if the client is gone. */
    static boolean readRequest(Socket connection) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        String line = reader.readLine();
        boolean any = line != null;
        while (line != null && !line.isEmpty()) {
            line = reader.readLine();
        }
        return any;
    }

    static void write(Socket connection, String text) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    String name() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    private void accept(Talk talk) {
        try {
            Socket connection = server.accept();
            int number = connections.incrementAndGet();
            start(() -> {
                try (connection) {
                    talk.on(connection, number);
                } catch (Exception e) {
                    // The client hung up, which is what most of these tests are about.
                }
            });
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
