package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.StrictJson.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {

    private static ImageConfig read(String text) throws UnreadableException {
        return ConfigReader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everything_that_is_said_is_read() throws Exception {
        assertThat(read("""
                                {'os':'linux','architecture':'arm','variant':'v7','created':'2026-01-02T03:04:05+01:00',
                                 'config':{'User':'app','Env':['A=1'],'Labels':{'a':'b'},'Healthcheck':{'StartInterval':5}},
                                 'history':[{'created':'2026-01-02T03:04:05Z','created_by':'RUN x','comment':'c','empty_layer':true},{}],
                                 'rootfs':{'type':'layers','diff_ids':[]},'container':'x'}"""))
                .isEqualTo(new ImageConfig(
                        Optional.of(Platform.parse("linux/arm/v7")),
                        "app",
                        Optional.of(Instant.parse("2026-01-02T02:04:05Z")),
                        List.of("A=1"),
                        Map.of("a", "b"),
                        List.of(
                                new HistoryEntry(
                                        "RUN x", "c", Optional.of(Instant.parse("2026-01-02T03:04:05Z")), true),
                                new HistoryEntry("", "", Optional.empty(), false))));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {}
            {'config':null,'history':null,'created':null,'architecture':null}
            {'config':{'User':null,'Env':null,'Labels':null},'created':'','os':'linux'}
            {'created':'yesterday','architecture':'amd64'}
            """)
    void what_is_not_said_is_empty(String json) throws Exception {
        assertThat(read(json))
                .isEqualTo(new ImageConfig(Optional.empty(), "", Optional.empty(), List.of(), Map.of(), List.of()));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            {'config':{'User':0}}                     | config.User is not text
            {'config':{'user':'0','User':'1000'}}     | has a key that differs from "User" only in case
            {'config':{'user':'0'}}                   | has a key that differs from "User" only in case
            {'Config':{}}                             | has a key that differs from "config" only in case
            {'config':{'User':'0','User':'1'}}        | has a key twice in one object
            {'config':{'Env':'A=1'}}                  | config.Env is not an array
            {'config':{'Env':[1]}}                    | config.Env[0] is not text
            {'config':{'Labels':{'a':[]}}}            | a value of config.Labels is not text
            {'config':'x'}                            | config is not an object
            {'history':[{'empty_layer':'true'}]}      | history[0].empty_layer is neither true nor false
            {'history':[{'created_by':[]}]}           | history[0].created_by is not text
            {'created':7}                             | created is not text
            7                                         | is not a JSON object
            """)
    void what_could_be_taken_differently_is_refused(String json, String problem) {
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> read(json))
                .withMessage(problem);
    }

    @Test
    void a_label_of_null_is_empty() throws Exception {
        assertThat(read("{'config':{'Labels':{'a':null}}}").labels()).isEqualTo(Map.of("a", ""));
    }

    @Test
    void a_history_of_five_thousand_full_steps_is_read_and_one_more_is_not() throws Exception {
        String step =
                "{'created':'2026-01-02T03:04:05Z','created_by':'RUN x','author':'a','comment':'c','empty_layer':true}";
        assertThat(read("{'history':[" + String.join(",", Collections.nCopies(5000, step)) + "]}")
                        .history())
                .hasSize(5000);
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> read("{'history':[" + String.join(",", Collections.nCopies(5001, "{}")) + "]}"))
                .withMessage("history has 5,001 entries, over 5,000");
    }
}
