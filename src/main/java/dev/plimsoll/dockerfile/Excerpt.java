package dev.plimsoll.dockerfile;

import dev.plimsoll.policy.MessageText;
import java.util.regex.Pattern;

/** An instruction made fit to stand in a message: one short line, with nothing in it that may be secret. */
public final class Excerpt {

    private static final int LONGEST = 60;

    /** What is looked at of a long instruction; a secret that begins in it ends far behind what is shown. */
    private static final int LOOKED_AT = 400;

    private static final int MOST = 200;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Excerpt() {}

    public static String of(Instruction instruction) {
        return of(instruction.text(), LONGEST);
    }

    /** @param longest in characters; at most 200, beyond which something secret could be cut so that it is not known for it */
    public static String of(Instruction instruction, int longest) {
        return of(instruction.text(), Math.min(longest, MOST));
    }

    static String of(String text, int longest) {
        String beginning = text.substring(0, Math.min(text.length(), LOOKED_AT));
        return MessageText.line(
                BLANKS.matcher(Secrets.masked(beginning)).replaceAll(" ").strip(), longest);
    }
}
