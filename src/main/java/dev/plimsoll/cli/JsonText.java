package dev.plimsoll.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;

/** Reports as JSON: indented, and in ASCII, so that no terminal's or log's encoding can spoil it. */
final class JsonText {

    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(JsonGenerator.Feature.ESCAPE_NON_ASCII)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build()
            .writer(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER)));

    private JsonText() {}

    /** @param report made of plain values; what is null in it is left out, unless it says otherwise itself */
    static String of(Object report) {
        try {
            return WRITER.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is made of plain values", e);
        }
    }

    /** Writes the report, and an end of line, without holding all of the text at a time. */
    static void write(Object report, PrintWriter out) {
        try {
            WRITER.writeValue(out, report);
        } catch (IOException e) {
            throw new IllegalStateException("a report is made of plain values, and a print writer never fails", e);
        }
        out.println();
    }
}
