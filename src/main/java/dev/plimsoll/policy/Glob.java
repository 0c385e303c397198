package dev.plimsoll.policy;

import java.util.BitSet;

/** Wildcards without regular expressions, so that no pattern and no name can make matching slow. */
public final class Glob {

    private Glob() {}

    /**
     * Whether the text matches as a whole: {@code **} stands for any characters, {@code *} for any but a slash. Takes
     * time in proportion to the product of both lengths.
     */
    public static boolean matches(String glob, String text) {
        int star = glob.indexOf('*');
        if (star < 0) {
            return glob.equals(text);
        }
        return text.regionMatches(0, glob, 0, star) && matchesFrom(star, glob, text);
    }

    /** Of the glob, what stands before its first star is known to match. */
    private static boolean matchesFrom(int star, String glob, String text) {
        if (star == glob.length() - 2 && glob.endsWith("**")) {
            return true;
        }
        BitSet reached = new BitSet(text.length() + 1);
        reached.set(star);
        for (int i = star; i < glob.length() && !reached.isEmpty(); i++) {
            boolean across = glob.startsWith("**", i);
            reached = glob.charAt(i) == '*'
                    ? afterStar(reached, text, across)
                    : afterLiteral(reached, text, glob.charAt(i));
            i += across ? 1 : 0;
        }
        return reached.get(text.length());
    }

    private static BitSet afterStar(BitSet before, String text, boolean across) {
        BitSet after = (BitSet) before.clone();
        for (int i = 0; i < text.length(); i++) {
            if (after.get(i) && (across || text.charAt(i) != '/')) {
                after.set(i + 1);
            }
        }
        return after;
    }

    private static BitSet afterLiteral(BitSet before, String text, char literal) {
        BitSet after = new BitSet(text.length() + 1);
        for (int i = before.nextSetBit(0); i >= 0 && i < text.length(); i = before.nextSetBit(i + 1)) {
            if (text.charAt(i) == literal) {
                after.set(i + 1);
            }
        }
        return after;
    }
}
