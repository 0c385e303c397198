package dev.plimsoll;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** docs/configuration.md says what the settings' own sources say of each key. */
class ConfigurationDocumentTest {

    private static final String INTRODUCTION = """
            # Configuration

            <!-- Generated from the sources of the settings by `make generate`. -->

            A setting is looked for in this order: options of the command line, system properties
            (`-Dplimsoll.mode=enforce`, before `-jar`), environment variables (`PLIMSOLL_MODE`), `.env` and
            `config/application.properties` in the working directory. A value may take another in: `${NAME}`, or
            `${NAME:default}`. A value that cannot be used ends the start, with its key and what would be right; a key
            that begins with `plimsoll.` and is not in this list does so too.

            Durations are written `500ms`, `10s`, `5m` or `1h`, sizes `500Mi` or `1.5Gi`, lists with commas. In a file, a
            colon within a key is written `\\:`, as in `plimsoll.registry.hosts."registry.corp\\:5000".username`.

            In the name of an environment variable, `<HOST>` is the registry in upper case with `_` for every dot:
            `PLIMSOLL_REGISTRY_HOSTS__REGISTRY_CORP__PASSWORD`. A registry with a port or a dash in its name cannot be
            named so; give it its settings in the file, and take secrets in from the environment:
            `plimsoll.registry.hosts."registry.corp\\:5000".password=${REGISTRY_PASSWORD}`.

            """;

    private final List<DocumentedSettings> all = DocumentedSettings.all();

    @Test
    @Tag("generates")
    void itIsInOrder() {
        GeneratedFile.at("docs/configuration.md")
                .mustEqual(INTRODUCTION
                        + all.stream().map(ConfigurationDocumentTest::section).collect(joining("\n")));
    }

    private static String section(DocumentedSettings settings) {
        return """
                ## `%s`

                %s

                | key, and environment variable | type | default | meaning |
                |---|---|---|---|
                %s""".formatted(
                settings.prefix(),
                settings.meaning(),
                settings.keys().stream().map(ConfigurationDocumentTest::row).collect(joining()));
    }

    private static String row(DocumentedSettings.Key key) {
        return "| `%s`<br>`%s` | %s | %s | %s |\n"
                .formatted(
                        key.name(),
                        key.environmentVariable(),
                        key.type(),
                        key.fallback().isEmpty() ? "none" : "`" + key.fallback() + "`",
                        key.meaning().replace("|", "\\|"));
    }

    @Test
    void everyKeySaysWhatItMeans() {
        assertThat(all).extracting(DocumentedSettings::prefix).contains("plimsoll", "plimsoll.registry");
        assertThat(all).allSatisfy(settings -> {
            assertThat(settings.meaning()).isNotBlank();
            assertThat(settings.keys())
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(key.meaning()).as(key.name()).endsWith("."));
        });
    }
}
