package dev.plimsoll.bench;

import java.util.ArrayList;
import java.util.List;

/** {@code make bench}: what the product promises of its speed, measured from outside. */
public final class Bench {

    private Bench() {}

    /** Measures, prints, and ends by itself. */
    public static void main(String... args) throws Exception {
        if (!Wrk.isInstalled()) {
            System.err.println("wrk is needed (apt-get install wrk)");
            System.exit(2);
        }
        System.out.printf(
                "Java %s, %d processors%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors());
        List<Comparison> comparisons = new ArrayList<>();
        // First, because it changes what this process trusts before anything here uses TLS.
        comparisons.addAll(new ColdLookUps().run());
        System.out.println();
        comparisons.addAll(new Load().run());
        comparisons.addAll(new Burst().run());
        comparisons.addAll(new Stalls().run());
        System.out.println();
        comparisons.forEach(System.out::println);
        System.exit(0);
    }
}
