package dev.plimsoll.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds, as Linux sees it.
 *
 * @param pooledThreads of pools, which let go of them when they have had nothing to do for a while: look-ups and the rest
 *     of the work that is not the event loop's
 * @param otherThreads but for the compiler's and the collector's, which come and go as they please
 * @param connections to registries, open or not closed to the end
 * @param descriptors but for the connections of those who ask the process, which end when they like, and for jars, of which
 *     the class loader has a few open, now these and now those
 */
record Footprint(int pooledThreads, int otherThreads, int connections, int descriptors) {

    /** Columns of /proc/PID/net/tcp. */
    private static final int LOCAL = 1;

    private static final int REMOTE = 2;
    private static final int INODE_COLUMN = 9;

    private static final Pattern OF_THE_JVM = Pattern.compile("(C[12] Comp|GC Thread|G1 |VM ).*");
    private static final Pattern POOLED = Pattern.compile("(registry-|reviews-|executor-|ForkJoinPool).*");
    private static final Pattern INODE = Pattern.compile("socket:\\[(\\d+)]");
    private static final Pattern USED = Pattern.compile("(?:total \\d+K|heap.*?), used (\\d+)K");

    /**
     * Looks at a process.
     *
     * @param served the port at which the process itself is asked
     * @param registries the ports of registries on this machine
     */
    static Footprint of(long process, int served, Set<Integer> registries) throws IOException {
        Path proc = Path.of("/proc", "" + process);
        List<String> threads = threads(proc);
        long pooled =
                threads.stream().filter(name -> POOLED.matcher(name).matches()).count();
        List<String> open = links(proc.resolve("fd"));
        open.removeIf(target -> target.endsWith(".jar"));
        List<String[]> sockets = sockets(proc, open);
        long asked =
                sockets.stream().filter(socket -> port(socket[LOCAL]) == served).count();
        long asking = sockets.stream()
                .filter(socket -> registries.contains(port(socket[REMOTE])))
                .count();
        return new Footprint((int) pooled, (int) (threads.size() - pooled), (int) asking, (int) (open.size() - asked));
    }

    private static List<String> threads(Path proc) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path task : list(proc.resolve("task"))) {
            try {
                names.add(Files.readString(task.resolve("comm")).strip());
            } catch (IOException e) {
                // It ended just now.
            }
        }
        names.removeIf(name -> OF_THE_JVM.matcher(name).matches());
        return names;
    }

    private static List<String> links(Path folder) throws IOException {
        List<String> links = new ArrayList<>();
        for (Path link : list(folder)) {
            try {
                links.add(Files.readSymbolicLink(link).toString());
            } catch (NoSuchFileException e) {
                // It was closed just now.
            }
        }
        return links;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    /** The kernel's lines on the sockets among these, in columns. */
    private static List<String[]> sockets(Path proc, List<String> open) throws IOException {
        Set<String> inodes = new HashSet<>();
        open.stream().map(INODE::matcher).filter(Matcher::matches).forEach(inode -> inodes.add(inode.group(1)));
        List<String[]> sockets = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            Files.readAllLines(proc.resolve("net").resolve(table)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> inodes.contains(columns[INODE_COLUMN]))
                    .forEach(sockets::add);
        }
        return sockets;
    }

    /** Of an address as the kernel writes it, such as 0100007F:1F90. */
    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }

    /** What is alive of a Java process' heap, in bytes: what is in use after a full collection, for which this asks. */
    static long heap(long process) throws IOException, InterruptedException {
        Matcher used = USED.matcher(jcmd(process, "GC.run\nGC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1)) << 10;
        }
        if (sum == 0) {
            throw new IOException("the heap of process %d cannot be read".formatted(process));
        }
        return sum;
    }

    private static String jcmd(long process, String commands) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + process, commands)
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException(output);
        }
        return output;
    }

    @Override
    public String toString() {
        return "%d + %d threads, %d connections, %d descriptors"
                .formatted(pooledThreads, otherThreads, connections, descriptors);
    }
}
