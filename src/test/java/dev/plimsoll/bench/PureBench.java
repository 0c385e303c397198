package dev.plimsoll.bench;

import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code make bench-pure}: the parts that wait for nothing, with time and allocation for each operation. */
public final class PureBench {

    private PureBench() {}

    public static void main(String... args) throws RunnerException {
        System.out.println("What one operation takes, and what it allocates");
        new Runner(new OptionsBuilder()
                        .include("dev\\.plimsoll\\..*Benchmark")
                        .forks(1)
                        .warmupIterations(4)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.seconds(1))
                        .jvmArgs("-Xmx256m", "-XX:+UseSerialGC")
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run()
                .forEach(PureBench::print);
    }

    private static void print(RunResult result) {
        String name = result.getParams().getBenchmark().replaceFirst("^dev\\.plimsoll\\.", "");
        String parameter = result.getParams().getParam("name");
        System.out.printf(
                Locale.ROOT,
                "  %-44s %,9.0f ns %,9.0f B%n",
                name + (parameter == null ? "" : parameter.length() > 10 ? " (long)" : " (short)"),
                result.getPrimaryResult().getScore(),
                result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
    }
}
