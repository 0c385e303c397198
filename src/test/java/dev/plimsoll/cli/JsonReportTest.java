package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonReportTest {

    @Test
    void holdsWhatIsDocumented() {
        Golden.assertMatches(
                "report.json", JsonReport.of(SampleReports.varied()).print() + "\n");
    }

    @Test
    void isPlainAsciiWhateverNamesHold() {
        assertThat(JsonReport.of(SampleReports.hostile()).print().chars())
                .allMatch(c -> c >= ' ' && c < 127 || c == '\n');
    }
}
