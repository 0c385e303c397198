package dev.plimsoll.policy;

import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static dev.plimsoll.workload.WorkloadBuilder.aWorkload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.policy.LabelSelector.Operator;
import dev.plimsoll.policy.LabelSelector.Requirement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageExceptionTest {

    private static final Instant NOW = Instant.parse("2027-03-31T00:00:00Z");
    private static final LabelSelector IMPORTER =
            new LabelSelector(List.of(new Requirement("app", Operator.IN, Set.of("importer"))));

    @ParameterizedTest(name = "ends at {0}")
    @CsvSource({
        "2027-03-30T23:59:59.999999999Z, false",
        "2027-03-31T00:00:00Z,           false",
        "2027-03-31T00:00:00.000000001Z, true"
    })
    void fromItsEndOnItIsAsIfItWereNotThere(Instant expiresAt, boolean selected) {
        assertThat(exception(LabelSelector.ALL, Optional.of(expiresAt))
                        .selects(aWorkload().build(), NOW))
                .isEqualTo(selected);
    }

    @Test
    void withoutEndItStays() {
        assertThat(exception(LabelSelector.ALL, Optional.empty())
                        .selects(aWorkload().build(), Instant.MAX))
                .isTrue();
    }

    @Test
    void itSpeaksOfItsOwnNamespaceOnly() {
        assertThat(exception(LabelSelector.ALL, Optional.empty())
                        .selects(aWorkload().namespace("shop2", Map.of()).build(), NOW))
                .isFalse();
    }

    @Test
    void itSpeaksOfTheObjectsThatItSelects() {
        ImageException exception = exception(IMPORTER, Optional.empty());

        assertThat(exception.selects(aWorkload().build(), NOW)).isFalse();
        assertThat(exception.selects(
                        aWorkload().labels(Map.of("app", "importer")).build(), NOW))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "image-size, registry.corp/legacy/importer:1, true",
        "root-user,  registry.corp/legacy/importer:1, true",
        "layer-size, registry.corp/legacy/importer:1, false",
        "image-size, registry.corp/importer:1,        false",
        "image-size, REGISTRY.corp/Legacy/importer,   false"
    })
    void itExcusesFromTheChecksThatItNamesForTheImagesThatItNames(String check, String image, boolean excused) {
        assertThat(exception(LabelSelector.ALL, Optional.empty())
                        .excuses(check, aContainer().image(image).build()))
                .isEqualTo(excused);
    }

    private static ImageException exception(LabelSelector objects, Optional<Instant> expiresAt) {
        return new ImageException(
                "legacy-importer",
                "shop",
                List.of(new ImagePattern("registry.corp/legacy/*"), new ImagePattern("registry.corp/old")),
                objects,
                Set.of("image-size", "root-user"),
                "vendor image",
                expiresAt);
    }
}
