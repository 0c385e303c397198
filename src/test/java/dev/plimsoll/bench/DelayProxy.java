package dev.plimsoll.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network that is far away: passes bytes on to a port on loopback, each way with a delay. Connecting itself is not
 * delayed, which favours who connects often.
 */
final class DelayProxy implements AutoCloseable {

    private record Chunk(byte[] bytes, long due) {

        static final Chunk END = new Chunk(new byte[0], 0);
    }

    private final ServerSocket server;
    private final int target;
    private final long delay;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    DelayProxy(int target, Duration oneWay) throws IOException {
        this.target = target;
        this.delay = oneWay.toNanos();
        this.server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        run(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many have connected so far. */
    int connections() {
        return connections.get();
    }

    private void accept() throws IOException, InterruptedException {
        while (!server.isClosed()) {
            Socket near = server.accept();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            connections.incrementAndGet();
            for (Socket socket : List.of(near, far)) {
                socket.setTcpNoDelay(true);
                sockets.add(socket);
            }
            pass(near, far);
            pass(far, near);
        }
    }

    private void pass(Socket from, Socket to) {
        BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
        run(() -> read(from, underWay));
        run(() -> write(to, underWay));
    }

    private void read(Socket from, BlockingQueue<Chunk> underWay) throws InterruptedException {
        byte[] buffer = new byte[16 << 10];
        try (InputStream in = from.getInputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                underWay.put(new Chunk(Arrays.copyOf(buffer, length), System.nanoTime() + delay));
            }
        } catch (IOException e) {
            // Either side may go at any time.
        }
        underWay.put(Chunk.END);
    }

    private void write(Socket to, BlockingQueue<Chunk> underWay) throws IOException, InterruptedException {
        try (OutputStream out = to.getOutputStream()) {
            for (Chunk chunk = underWay.take(); chunk != Chunk.END; chunk = underWay.take()) {
                TimeUnit.NANOSECONDS.sleep(chunk.due - System.nanoTime());
                out.write(chunk.bytes);
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        // The connection or the proxy has been closed.
                    }
                },
                "delay-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
