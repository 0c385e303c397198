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
 * @param lookUpThreads those on which registries are asked
 * @param otherThreads but for the compiler's and the collector's, which come and go as they please
 * @param connections to registries, open or not closed to the end
 * @param descriptors all
 */
record Footprint(int lookUpThreads, int otherThreads, int connections, int descriptors) {

    private static final Pattern OF_THE_JVM = Pattern.compile("(C[12] Comp|GC Thread|G1 |VM ).*");
    private static final Pattern INODE = Pattern.compile("socket:\\[(\\d+)]");
    private static final Pattern USED = Pattern.compile("(?:total \\d+K|heap.*?), used (\\d+)K");

    /** @param ports of registries on this machine */
    static Footprint of(long process, Set<Integer> ports) throws IOException {
        Path proc = Path.of("/proc", "" + process);
        List<String> threads = threads(proc);
        long lookUps =
                threads.stream().filter(name -> name.startsWith("registry-")).count();
        List<String> open = links(proc.resolve("fd"));
        return new Footprint(
                (int) lookUps, (int) (threads.size() - lookUps), connections(proc, open, ports), open.size());
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

    private static int connections(Path proc, List<String> open, Set<Integer> ports) throws IOException {
        Set<String> inodes = new HashSet<>();
        open.stream().map(INODE::matcher).filter(Matcher::matches).forEach(inode -> inodes.add(inode.group(1)));
        int found = 0;
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(proc.resolve("net").resolve(table))) {
                String[] fields = line.strip().split("\\s+");
                if (inodes.contains(fields[9]) && ports.contains(port(fields[2]))) {
                    found++;
                }
            }
        }
        return found;
    }

    /** Of an address as the kernel writes it, such as 0100007F:1F90. */
    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }

    /** What is alive of a Java process' heap, in bytes: what is in use after a full collection, for which this asks. */
    static long heap(long process) throws IOException, InterruptedException {
        jcmd(process, "GC.run");
        Matcher used = USED.matcher(jcmd(process, "GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1)) << 10;
        }
        if (sum == 0) {
            throw new IOException("the heap of process %d cannot be read".formatted(process));
        }
        return sum;
    }

    private static String jcmd(long process, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + process, command)
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
                .formatted(lookUpThreads, otherThreads, connections, descriptors);
    }
}
