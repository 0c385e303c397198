package dev.plimsoll.web;

import dev.plimsoll.policy.MessageText;
import io.quarkus.qute.Expression;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateNode.Origin;
import java.util.List;

/**
 * Makes whatever a template prints safe to stand in HTML, be it in text or in a quoted attribute: names in a cluster and
 * texts in images are strangers'. Everything but what is marked as raw, in whatever kind of template; Qute itself would leave
 * alone all that it does not know to be HTML.
 */
final class Escaping extends HtmlEscaper {

    /** What is longer was to be cut before. */
    private static final int LONGEST = 4096;

    Escaping() {
        super(List.of());
    }

    @Override
    public boolean appliesTo(Origin origin, Object result) {
        return !(result instanceof RawString);
    }

    /** Nothing invisible, which could turn the order of what is read. */
    @Override
    public String map(Object result, Expression expression) {
        return super.map(MessageText.line(result.toString(), LONGEST), expression);
    }
}
