package dev.plimsoll.registry;

import static dev.plimsoll.registry.TestImage.anImage;

/** Images in the manner of node's official ones, and an application on them. */
public final class NodeImages {

    public static final String REPOSITORY = "library/node";

    private static final long MIB = 1 << 20;

    private NodeImages() {}

    /** With compilers and version control, as its history shows. */
    public static TestImage full() {
        return installed(anImage()
                        .layer(52 * MIB, "/bin/sh -c #(nop) ADD file:1a2b in / ")
                        .step("/bin/sh -c #(nop)  CMD [\"bash\"]")
                        .layer(140 * MIB, "/bin/sh -c apt-get update && apt-get install -y git mercurial"))
                .step("/bin/sh -c #(nop)  CMD [\"node\"]");
    }

    private static TestImage installed(TestImage image) {
        return image.step("/bin/sh -c #(nop)  ENV NODE_VERSION=18.13.0")
                .layer(44 * MIB, "/bin/sh -c curl -fsSLO https://nodejs.org/dist/v$NODE_VERSION/node.tar.xz")
                .step("/bin/sh -c #(nop)  ENTRYPOINT [\"docker-entrypoint.sh\"]");
    }

    /** The variant of that suffix: {@code alpine} or {@code slim}. */
    public static TestImage variant(String suffix, long mebibytes) {
        return anImage()
                .layer(mebibytes * MIB, "/bin/sh -c #(nop) ADD file:" + suffix + " in / ")
                .step("/bin/sh -c #(nop)  ENV NODE_VERSION=18.13.0")
                .step("/bin/sh -c #(nop)  CMD [\"node\"]");
    }

    /** What somebody made of the full one. */
    public static TestImage application(String name) {
        return full().layer(3 * MIB, "COPY . /" + name + " # buildkit")
                .layer(31 * MIB, "RUN /bin/sh -c npm install # buildkit")
                .user("");
    }

    /** All that a registry has of that version, each a single manifest. */
    public static FakeRegistry putInto(FakeRegistry registry) {
        return registry.put(REPOSITORY, "18.13.0", full())
                .put(REPOSITORY, "18.13.0-alpine", variant("alpine", 50))
                .put(REPOSITORY, "18.13.0-slim", variant("slim", 72));
    }

    /** The same, each behind an index. */
    public static FakeRegistry putIndexesInto(FakeRegistry registry) {
        putIndex(registry, "18.13.0", full());
        putIndex(registry, "18.13.0-alpine", variant("alpine", 50));
        putIndex(registry, "18.13.0-slim", variant("slim", 72));
        return registry;
    }

    private static void putIndex(FakeRegistry registry, String tag, TestImage image) {
        registry.put(REPOSITORY, image).putIndex(REPOSITORY, tag, TestImage.index(image.entry()));
    }
}
