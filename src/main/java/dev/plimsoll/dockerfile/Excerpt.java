package dev.plimsoll.dockerfile;

import dev.plimsoll.policy.MessageText;
import java.util.regex.Pattern;

/** An instruction made fit to stand in a message: one short line, with nothing in it that may be secret. */
public final class Excerpt {

    private static final int LONGEST = 60;

    /** What is looked at of a long instruction; a secret that begins in it ends far behind what is shown. */
    private static final int LOOKED_AT = 400;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Excerpt() {}

    public static String of(Instruction instruction) {
        return of(instruction.text(), LONGEST);
    }

    static String of(String text, int longest) {
        String beginning = text.substring(0, Math.min(text.length(), LOOKED_AT));
        return MessageText.line(
                BLANKS.matcher(Secrets.masked(beginning)).replaceAll(" ").strip(), longest);
    }
}
