package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.api.v1alpha1.Definition;
import dev.plimsoll.api.v1alpha1.ImageAdmissionPolicy;
import dev.plimsoll.policy.Policy;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** The API server refuses by the definition what the mapper would refuse, and nothing else. */
class DefinitionProperties {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Definition POLICY = Definition.of(ImageAdmissionPolicy.KIND);

    @Property(tries = 500)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void globsAreTheSameToBoth(@ForAll("globs") String glob) {
        ObjectNode policy = aPolicy();
        spec(policy).putObject("match").putArray("images").add(glob);

        boolean accepted = map(policy).isPresent();

        Statistics.collect(accepted);
        Statistics.coverage(outcomes -> outcomes.check(true).percentage(share -> share > 5));
        assertThat(POLICY.problems(policy).isEmpty()).as(glob).isEqualTo(accepted);
    }

    @Property(tries = 500)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void quantitiesAreTheSameToBoth(@ForAll("quantities") String quantity) {
        ObjectNode policy = aPolicy();
        // From 0 on, where the schema and the mapper ask the same of it.
        ((ObjectNode) spec(policy).path("checks")).putObject("imageGrowth").put("minBytes", quantity);

        boolean accepted = map(policy).isPresent();

        Statistics.collect(accepted);
        Statistics.coverage(outcomes -> outcomes.check(true).percentage(share -> share > 5));
        assertThat(POLICY.problems(policy).isEmpty()).as(quantity).isEqualTo(accepted);
    }

    /** The API server fills in what the mapper would, so that a file and a resource mean the same. */
    @Example
    void defaultsAreTheSameToBoth() {
        ObjectNode policy = aPolicy();
        ObjectNode checks = (ObjectNode) spec(policy).path("checks");
        List.of("imageGrowth", "mutableTag", "rootUser").forEach(checks::putObject);

        JsonNode stored = POLICY.withDefaults(policy);

        assertThat(stored).isNotEqualTo(policy);
        assertThat(map(stored)).isPresent().isEqualTo(map(policy));
    }

    @Provide
    Arbitrary<String> globs() {
        Arbitrary<String> part = Arbitraries.of(
                "*", "**", "/", ":", ".", "[::1]", "localhost", "docker.io", "nginx", "A", "_", "-", "5000", "é", " ");
        return part.list().ofMinSize(0).ofMaxSize(6).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> quantities() {
        Arbitrary<String> part = Arbitraries.of(
                "1", "0", "500", ".", "+", "-", "e", "E", "Mi", "Ki", "n", "u", "m", "k", "M", "G", "i", "B", " ", "x");
        return part.list().ofMinSize(0).ofMaxSize(4).map(parts -> String.join("", parts));
    }

    private static Optional<Policy> map(JsonNode policy) {
        FieldProblems problems = new FieldProblems();
        ImageAdmissionPolicy written = new StrictReader(problems).read(policy, ImageAdmissionPolicy.class);
        return new PolicyMapper(problems).policy(written);
    }

    private static ObjectNode spec(ObjectNode policy) {
        return (ObjectNode) policy.path("spec");
    }

    private static ObjectNode aPolicy() {
        ObjectNode policy = JSON.createObjectNode();
        policy.putObject("metadata").put("name", "a");
        ObjectNode spec = policy.putObject("spec");
        spec.putArray("validationActions").add("Warn");
        spec.putObject("checks").putObject("willNotStart");
        return policy;
    }
}
