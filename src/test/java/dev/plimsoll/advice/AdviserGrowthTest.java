package dev.plimsoll.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.base.KnownBases;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageReference;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eight times as much takes about eight times as long, whatever it is: measured in the thread's own time. */
class AdviserGrowthTest {

    private static final ImageReference APPLICATION = ImageReference.parse("registry.corp/app:1");
    private static final Adviser ADVISER = new Adviser(KnownBases.NONE);

    private static final int SMALL = 1 << 14;
    private static final int TIMES = 8;

    /** Far from the 64 of what grows with the square. */
    private static final double MOST_GROWTH = 24;

    /** Less is lost in what else the machine does. */
    private static final long MEASURABLE_NANOS = 20_000_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                " ",
                "a ",
                "$(",
                "`",
                "\"",
                "'",
                "\\",
                "{",
                "${",
                "$((",
                "\"$(\"",
                "(",
                ")",
                "case x in ",
                "case x in a) ",
                "<<A ",
                "<<A\n",
                "A=b ",
                "A=$A$A;",
                "apt-get install a;",
                "apt-get install a1 b2 && apt-get purge a1;",
                "rm -rf /a/b/c;",
                "/a",
                "rm -rf /a/{b,c};",
                "chown -R a /app/b;",
                "sudo ",
                "env A=b ",
                "bash -c 'a' ",
                "bash -c \"",
                "eval a;",
                "|",
                "&&",
                "\n",
                "#\n",
                "eyJ",
                "ghp_",
                "://a:b",
                "A=b C ",
                "-",
                "--a ",
                "apk add -t x a;apk del x;",
                "apt-mark auto a;apt-get purge b;",
                "apt-mark manual q;apt-get install q;",
                "export A=b;",
                "$A ",
                "xargs ",
                "in ",
                "esac ",
                ";;",
                "PASSWORD=x ",
                "password ",
                "Authorization:",
                "[\"a\",",
                "-----BEGIN ",
                "pip install a==1 b;",
                "npm install a@1;",
                "curl -o /a;",
                "find /a -delete;",
                "apt-get update;rm -rf /var/lib/apt/lists/*;"
            })
    void aLongLineTakesNoLongerThanItIs(String piece) {
        for (String line : List.of("RUN /bin/sh -c %s", "|1 A=b %s", "COPY %s", "ENV %s", "%s")) {
            mustGrowWithSize(size -> imageOf(line.formatted(piece.repeat(size / piece.length()))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN /bin/sh -c apt-get update",
                "RUN /bin/sh -c apt-get install -y curl vim gcc",
                "RUN /bin/sh -c apt-get purge -y curl && rm -rf /var/lib/apt/lists/* /app",
                "RUN /bin/sh -c chown -R a /app",
                "COPY . .",
                "COPY a /app/b",
                "ENV NODE_VERSION=18",
                "ENV A=$A",
                "WORKDIR a",
                "CMD [\"a\"]",
                "RUN /bin/sh -c npm ci"
            })
    void aLongHistoryTakesNoLongerThanItIs(String instruction) {
        mustGrowWithSize(size -> {
            List<String> history = new ArrayList<>();
            for (int i = 0; i < 5_000L * size / (SMALL * TIMES); i++) {
                history.add(instruction);
            }
            return ImageBuilder.anImage()
                    .layers(new long[history.size()])
                    .history(history.toArray(String[]::new))
                    .build();
        });
    }

    private interface Images {
        Image ofSize(int size);
    }

    /** The best of some attempts, for whatever disturbs makes it longer. */
    private static void mustGrowWithSize(Images images) {
        Image small = images.ofSize(SMALL);
        Image large = images.ofSize(SMALL * TIMES);
        double growth = Double.MAX_VALUE;
        long nanos = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 4 && growth > MOST_GROWTH && nanos > MEASURABLE_NANOS; attempt++) {
            long before = nanos(small);
            nanos = nanos(large);
            growth = Math.min(growth, (double) nanos / Math.max(1, before));
        }
        assertThat(growth <= MOST_GROWTH || nanos <= MEASURABLE_NANOS)
                .as("%.0f times as long, %d ms", growth, nanos / 1_000_000)
                .isTrue();
    }

    private static long nanos(Image image) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        ADVISER.advise(APPLICATION, image);
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }

    private static Image imageOf(String createdBy) {
        return ImageBuilder.anImage().layers(1).history(createdBy).build();
    }
}
