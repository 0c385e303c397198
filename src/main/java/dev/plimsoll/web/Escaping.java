package dev.plimsoll.web;

import dev.plimsoll.policy.MessageText;
import io.quarkus.qute.Expression;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.TemplateNode.Origin;

/**
 * Makes whatever a template prints safe to stand in HTML, be it in text or in a quoted attribute: names in a cluster and
 * texts in images are strangers'. Everything but what is marked as raw, in whatever kind of template; Qute itself would leave
 * alone all that it does not know to be HTML.
 */
final class Escaping implements ResultMapper {

    /** What is longer was to be cut before. */
    private static final int LONGEST = 1024;

    @Override
    public boolean appliesTo(Origin origin, Object result) {
        return !(result instanceof RawString);
    }

    /** Nothing invisible, which could turn the order of what is read. */
    @Override
    public String map(Object result, Expression expression) {
        return escaped(result.toString());
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        String line = MessageText.line(text, LONGEST);
        for (int i = 0; i < line.length(); i++) {
            switch (line.charAt(i)) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(line.charAt(i));
            }
        }
        return escaped.toString();
    }
}
