package dev.plimsoll.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ENV NPM_TOKEN=hunter2 | ENV NPM_TOKEN=…",
                "ENV A=b DB_PASSWORD=\"hunter2 x\" | ENV A=b DB_PASSWORD=…",
                "LABEL deploy.password=hunter2 | LABEL deploy.password=…",
                "RUN curl --token hunter2 https://example.org | curl --token … https://example.org",
                "RUN curl --password=hunter2 https://example.org | curl --password=… https://example.org",
                "RUN git clone https://bot:hunter2@example.org/x.git | git clone https…example.org/x.git",
                "RUN curl -H 'Authorization: Bearer hunter2' x | curl -H 'Authorization: Bearer …' x",
                "RUN echo ghp_hunter2hunter2hunter2hunter2hunter2hunter2 | echo …",
                "RUN apt-get install -y libsecret-1-0 | apt-get install -y libsecret-1-0"
            })
    void aSecretIsNotShown(String createdBy, String shown) {
        assertThat(Excerpt.of(Instruction.read(createdBy))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PASSWORD", "dbPassword", "MYSQL_ROOT_PASSWORD", "AWS_SECRET_ACCESS_KEY", "api-key", "x.token"})
    void aNameCanSayCredential(String name) {
        assertThat(Secrets.isCredential(name, "hunter2")).isTrue();
        assertThat(Secrets.isCredential(name, "")).isFalse();
        assertThat(Secrets.isCredential(name, "/run/secrets/x")).isFalse();
        assertThat(Secrets.isCredential(name, "false")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "_",
                "PWD",
                "KEY",
                "GPG_KEY",
                "PASSWORD_FILE",
                "TOKEN_TTL",
                "ALLOW_EMPTY_PASSWORD",
                "TOKENIZERS",
                "MONKEY"
            })
    void anotherNameDoesNot(String name) {
        assertThat(Secrets.isCredential(name, "hunter2")).isFalse();
    }
}
