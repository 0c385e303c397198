package dev.plimsoll.advice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.image.ImageReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** For each check a table of Dockerfiles in which it finds something, and of those in which it must not. */
class AdviceTablesTest {

    private static final Path TABLES = Path.of("src/test/resources/advice");
    private static final ImageReference APPLICATION = ImageReference.parse("registry.corp/app:1");

    /** It needs a registry's answers, and has a test of its own. */
    private static final String LARGE_BASE = "large-base";

    static Stream<Arguments> finds() {
        return rows("finds");
    }

    static Stream<Arguments> passes() {
        return rows("passes");
    }

    private static Stream<Arguments> rows(String kind) {
        return checks().flatMap(
                        check -> StreamSupport.stream(table(check).get(kind).spliterator(), false)
                                .map(dockerfile -> Arguments.of(check, dockerfile.asText())));
    }

    private static Stream<String> checks() {
        return AdviceCatalogue.ids().stream().filter(id -> !id.equals(LARGE_BASE));
    }

    private static JsonNode table(String check) {
        try {
            return new YAMLMapper().readTree(TABLES.resolve(check + ".yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void finds(String check, String dockerfile) {
        assertThat(found(dockerfile)).contains(check);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void passes(String check, String dockerfile) {
        assertThat(found(dockerfile)).doesNotContain(check);
    }

    @Test
    void everyTableHasBothKinds() {
        assertThat(checks()).allSatisfy(check -> {
            assertThat(table(check).get("finds")).hasSizeGreaterThanOrEqualTo(4);
            assertThat(table(check).get("passes")).hasSizeGreaterThanOrEqualTo(4);
        });
    }

    static Set<String> found(String dockerfile) {
        return new Adviser(KnownBases.NONE)
                .advise(APPLICATION, DockerfileHistory.image(dockerfile)).stream()
                        .map(Advice::check)
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
