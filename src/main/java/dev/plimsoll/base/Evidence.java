package dev.plimsoll.base;

/** What says where an image's base ends, best first. */
public enum Evidence {
    /** The image names its base by annotation or label, and begins with that base's layers. */
    ANNOTATION("annotation"),
    /** The image begins with exactly the layers of an image that its history suggested. */
    LAYERS("layers"),
    /** Only the history's shape: a finished image within it, a gap in time, a root file system. */
    HISTORY("history"),
    /** Nothing: all of it is taken for its own. */
    NONE("none");

    private final String id;

    Evidence(String id) {
        this.id = id;
    }

    /** Its name in reports. */
    public String id() {
        return id;
    }
}
