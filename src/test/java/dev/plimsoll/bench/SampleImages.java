package dev.plimsoll.bench;

import static dev.plimsoll.registry.TestImage.anImage;

import dev.plimsoll.registry.FakeRegistry;
import dev.plimsoll.registry.TestImage;

/** Images as they are on average: a dozen layers with their history, some variables, for two platforms. */
public final class SampleImages {

    private static final int LAYERS = 12;
    private static final long LARGEST_LAYER = 9 << 20;

    private SampleImages() {}

    /** Distinct for each number. One in eight runs as root. */
    public static TestImage image(int number, String platform) {
        TestImage image = anImage().platform(platform).user(number % 8 == 0 ? "" : "1000");
        image.env("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "VERSION=1." + number);
        image.layer(29_000_000, "/bin/sh -c #(nop) ADD file:%032x in / ".formatted(number));
        image.step("/bin/sh -c #(nop)  CMD [\"bash\"]");
        for (int layer = 1; layer < LAYERS; layer++) {
            image.layer(
                    LARGEST_LAYER / layer + number,
                    "RUN /bin/sh -c apt-get update && apt-get install -y package-%d-%d # buildkit"
                            .formatted(number, layer));
        }
        return image;
    }

    /** Puts an index of the image for amd64 and arm64 under the repository and tag. */
    public static void put(FakeRegistry registry, String repository, String tag, int number) {
        TestImage amd64 = image(number, "linux/amd64");
        TestImage arm64 = image(number, "linux/arm64");
        registry.put(repository, amd64).put(repository, arm64);
        registry.putIndex(repository, tag, TestImage.index(amd64.entry(), arm64.entry()));
    }
}
