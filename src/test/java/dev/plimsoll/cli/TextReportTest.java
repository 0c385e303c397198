package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextReportTest {

    @Test
    void groupsByObjectAndAlignsWhatIsBelow() {
        Golden.assertMatches("report.txt", print(SampleReports.varied(), Capture.plain()));
    }

    @Test
    void coloursTheMarkersOnATerminal() {
        assertThat(print(SampleReports.varied(), Capture.coloured()))
                .contains("\u001b[1m\u001b[31mDENY\u001b[0m", "\u001b[33mWARN\u001b[0m");
    }

    @Test
    void saysSoIfThereIsNothingToJudge() {
        assertThat(print(SampleReports.empty(), Capture.plain()))
                .isEqualTo("No objects that bring images.\nNot judged, for they bring no images: 1 Service\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100, 120})
    void keepsToTheWidthOfTheTerminal(int width) {
        assertThat(print(SampleReports.varied(), Capture.ofWidth(width)).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
    }

    @Test
    void letsNoNameSpeakToTheTerminal() {
        assertThat(print(SampleReports.hostile(), Capture.plain()))
                .doesNotContain("\u001b", "\r", "\nDENY")
                .contains("evil\uFFFDDENY");
    }

    private static String print(CheckReport report, Capture capture) {
        new TextReport(report, capture.terminal()).print();
        return capture.out();
    }
}
