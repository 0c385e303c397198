package dev.plimsoll.audit;

/** A hash of several texts in 64 bits, wide enough that two out of millions do not meet by accident. */
final class TextHash {

    /** Of FNV-1a. */
    private static final long BASIS = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private long hash = BASIS;

    TextHash add(String text) {
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        // Where one text ends and the next begins makes a difference.
        hash = (hash ^ Character.MAX_VALUE) * PRIME;
        return this;
    }

    /** Mixed once more, so that all its bits are as good as any. */
    long value() {
        long mixed = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 29;
    }
}
