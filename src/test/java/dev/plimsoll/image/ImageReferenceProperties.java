package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

class ImageReferenceProperties {

    private static final String HASH = "0123456789abcdef".repeat(4);

    @Property
    void anyTextIsAReferenceOrSaysInOneShortLineWhyNot(@ForAll @StringLength(max = 5000) String text) {
        assertThat(ImageName.parse(text)).satisfies(name -> {
            if (name instanceof ImageName.Invalid invalid) {
                assertThat(invalid.problem()).matches("[ -~…]{1,120}");
            }
        });
    }

    @Property(tries = 10_000)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void isWhatTheGrammarSays(@ForAll("almostReferences") String text) {
        Optional<String> actual = ImageName.parse(text) instanceof ImageName.Valid valid
                ? Optional.of(valid.reference().toString())
                : Optional.empty();

        Statistics.label("a reference").collect(actual.isPresent()).coverage(coverage -> coverage.check(true)
                .percentage(p -> p > 10));
        assertThat(actual).isEqualTo(Grammar.normalise(text));
    }

    @Property
    void staysTheSameWhenWrittenAndReadAgain(@ForAll("references") String text) {
        ImageReference reference = ImageReference.parse(text);

        assertThat(ImageReference.parse(reference.toString())).isEqualTo(reference);
    }

    /** Quadratic time would show as half a minute; the processor's time is taken, as the machine may be busy. */
    @Example
    void takesLinearTimeForTheWorstTexts() {
        List<String> worst = List.of("a/", "a.", "a-", "a_", "a", "A.", "1:", "[::", "a@", "--", "__", "é", "a.b/");
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < 500; i++) {
            worst.forEach(text -> ImageName.parse(text.repeat(1024 / text.length())));
            worst.forEach(text -> ImageName.parse("a.b/" + text.repeat(1020 / text.length())));
            worst.forEach(text -> ImageName.parse("a:" + text.repeat(1020 / text.length())));
        }

        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Provide
    Arbitrary<String> almostReferences() {
        Arbitrary<String> pieces = Arbitraries.of(
                "a",
                "b0",
                "7",
                "A",
                ".",
                "-",
                "_",
                "__",
                "/",
                "/",
                "/",
                ":",
                ":",
                "@",
                "[",
                "]",
                "[::1]",
                "é",
                " ",
                "localhost",
                "docker.io",
                "index.docker.io",
                "registry-1.docker.io",
                "library",
                "r.corp:5000",
                "m_y.corp",
                "a/b",
                "c:1",
                "d-e.f_g");
        return Combinators.combine(pieces.list().ofMinSize(1).ofMaxSize(9), Arbitraries.of("", "", "@sha256:" + HASH))
                .as((some, digest) -> String.join("", some) + digest);
    }

    @Provide
    Arbitrary<String> references() {
        Arbitrary<String> hosts = Arbitraries.of(
                "",
                "",
                "docker.io/",
                "index.docker.io/",
                "localhost/",
                "R:80/",
                "m_y.corp/",
                "[::1]:5000/",
                "A-b.c:1/");
        Arbitrary<String> components = Arbitraries.strings()
                .withChars("abcxyz0189")
                .ofMinLength(1)
                .ofMaxLength(6)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .flatMap(words -> Arbitraries.of(".", "_", "__", "-", "---").map(gap -> String.join(gap, words)));
        Arbitrary<String> paths = components.list().ofMinSize(1).ofMaxSize(5).map(some -> String.join("/", some));
        Arbitrary<String> tags = Arbitraries.strings()
                .withChars("abzABZ019_.-")
                .ofMaxLength(127)
                .map(rest -> ":_" + rest)
                .optional()
                .map(tag -> tag.orElse(""));
        Arbitrary<String> digests = Arbitraries.of("", "@sha256:" + HASH, "@sha512:" + HASH + HASH);
        return Combinators.combine(hosts, paths, tags, digests)
                .as((host, path, tag, digest) -> host + path + tag + digest);
    }

    /** The published grammar and normalisation once more, slowly, by regular expressions. */
    private static final class Grammar {

        private static final String LABEL = "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)";
        private static final String HOST = "(?:%1$s(?:\\.%1$s)*|\\[[a-fA-F0-9:]+])".formatted(LABEL);
        private static final String COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
        private static final String PATH = "%1$s(?:/%1$s)*".formatted(COMPONENT);
        private static final String TAG = "[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}";
        private static final String DIGEST = "(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})";
        private static final Pattern REFERENCE =
                Pattern.compile("(?:%s(?::[0-9]+)?/)?%s(?::%s)?(?:@%s)?".formatted(HOST, PATH, TAG, DIGEST));

        static Optional<String> normalise(String text) {
            String whole = withHost(text);
            return !text.matches("[a-f0-9]{64}") && REFERENCE.matcher(whole).matches()
                    ? Optional.of(whole)
                    : Optional.empty();
        }

        private static String withHost(String text) {
            String[] parts = text.split("/", 2);
            if (parts.length < 2) {
                return "docker.io/library/" + text;
            }
            if (!parts[0].equals("localhost") && !parts[0].matches(".*[.:A-Z].*")) {
                return "docker.io/" + text;
            }
            if (!parts[0].matches("((index|registry-1)\\.)?docker\\.io")) {
                return text;
            }
            return (parts[1].contains("/") ? "docker.io/" : "docker.io/library/") + parts[1];
        }
    }
}
