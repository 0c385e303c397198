package dev.plimsoll.bench;

import static dev.plimsoll.registry.TestImage.anImage;

import dev.plimsoll.registry.FakeRegistry;
import dev.plimsoll.registry.TestImage;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Images as they are on average: a dozen layers with their history, some variables, for two platforms. */
public final class SampleImages {

    private static final long LARGEST_LAYER = 9 << 20;

    private SampleImages() {}

    /**
     * Distinct for each number: no two have a layer in common. Twelve layers, a history of twenty lines as official images
     * and what is built on them have it, seven variables and three labels; a config of some 4.8 kB. One in eight runs as
     * root.
     */
    public static TestImage image(int number, String platform) {
        Random random = new Random(number);
        String version = "%d.%d.%d".formatted(10 + random.nextInt(14), random.nextInt(20), random.nextInt(30));
        TestImage image = anImage().platform(platform).user(number % 8 == 0 ? "" : "1000");
        image.configField("created", time(random));
        image.env(
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "NODE_VERSION=" + version,
                "YARN_VERSION=1.22.%d".formatted(random.nextInt(30)),
                "NODE_ENV=production",
                "SERVICE_%s=%s".formatted(word(random).toUpperCase(Locale.ROOT), hex(random, 12)),
                "BUILD=" + hex(random, 40),
                "TZ=UTC");
        image.labels(Map.of(
                "org.opencontainers.image.revision", hex(random, 40),
                "org.opencontainers.image.source", "https://git.corp/%s/%s".formatted(word(random), word(random)),
                "org.opencontainers.image.version", version));
        history(image, random, number, version);
        return image;
    }

    private static void history(TestImage image, Random random, int number, String version) {
        String created = time(random);
        image.layer(29_000_000, "/bin/sh -c #(nop) ADD file:%s in / ".formatted(hex(random, 64)), created, "");
        image.step("/bin/sh -c #(nop)  CMD [\"bash\"]", created, "");
        layer(
                image,
                random,
                "RUN /bin/sh -c groupadd --gid 1000 node   && useradd --uid 1000 --gid node --shell /bin/bash --create-home node # buildkit");
        step(image, random, "ENV NODE_VERSION=" + version);
        layer(image, random, """
                RUN /bin/sh -c ARCH= && dpkgArch="$(dpkg --print-architecture)"   && case "${dpkgArch##*-}" in     amd64) ARCH='x64' \
                OPENSSL_ARCH='linux-x86_64';;     arm64) ARCH='arm64' OPENSSL_ARCH='linux-aarch64';;     *) echo "unsupported \
                architecture"; exit 1 ;;   esac   && export GNUPGHOME="$(mktemp -d)"   && set -ex   && for key in     %s     %s     %s     \
                %s   ; do       gpg --batch --keyserver hkps://keys.openpgp.org --recv-keys "$key" ;   done   && curl -fsSLO \
                --compressed "https://nodejs.org/dist/v$NODE_VERSION/node-v$NODE_VERSION-linux-$ARCH.tar.xz"   && grep " \
                node-v$NODE_VERSION-linux-$ARCH.tar.xz\\$" SHASUMS256.txt | sha256sum -c -   && tar -xJf \
                "node-v$NODE_VERSION-linux-$ARCH.tar.xz" -C /usr/local --strip-components=1 --no-same-owner   && node --version   \
                && rm -rf /tmp/* # buildkit""".formatted(hex(random, 40), hex(random, 40), hex(random, 40), hex(random, 40)));
        step(image, random, "ENV YARN_VERSION=1.22.22");
        layer(image, random, "COPY docker-entrypoint.sh /usr/local/bin/ # buildkit");
        step(image, random, "ENTRYPOINT [\"docker-entrypoint.sh\"]");
        layer(
                image,
                random,
                "RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends %s %s=%d.%d-%d %s lib%s-dev lib%s%d && rm -rf /var/lib/apt/lists/* # buildkit"
                        .formatted(
                                word(random),
                                word(random),
                                random.nextInt(9),
                                random.nextInt(40),
                                random.nextInt(9),
                                word(random),
                                word(random),
                                word(random),
                                random.nextInt(9)));
        step(image, random, "WORKDIR /srv/" + word(random));
        layer(image, random, "COPY package.json package-lock.json ./ # buildkit");
        layer(
                image,
                random,
                "RUN |2 REGISTRY=https://npm.%s.corp BUILD=%s /bin/sh -c npm ci --omit=dev && npm cache clean --force # buildkit"
                        .formatted(word(random), hex(random, 12)));
        layer(image, random, "COPY --chown=node:node . . # buildkit");
        layer(
                image,
                random,
                "RUN /bin/sh -c npm run build:%s && npm prune --production # buildkit".formatted(word(random)));
        layer(
                image,
                random,
                "ADD https://files.%s.corp/%s/%s.tar.gz /opt/%s # buildkit"
                        .formatted(word(random), word(random), hex(random, 16), word(random)));
        layer(
                image,
                random,
                "RUN /bin/sh -c curl -fsSL https://%s.corp/ca.pem -o /usr/local/share/ca-certificates/%s.crt && update-ca-certificates # buildkit"
                        .formatted(word(random), word(random)));
        layer(
                image,
                random,
                "RUN /bin/sh -c chown -R node:node /srv/%s /opt/%s # buildkit".formatted(word(random), number));
        step(image, random, "USER 1000");
        step(image, random, "EXPOSE map[%d/tcp:{}]".formatted(3000 + random.nextInt(6000)));
        step(image, random, "CMD [\"node\" \"dist/%s.js\"]".formatted(word(random)));
    }

    private static void layer(TestImage image, Random random, String instruction) {
        image.layer(1 + random.nextLong(LARGEST_LAYER), instruction, time(random), "buildkit.dockerfile.v0");
    }

    private static void step(TestImage image, Random random, String instruction) {
        image.step(instruction, time(random), "buildkit.dockerfile.v0");
    }

    private static String time(Random random) {
        return Instant.ofEpochSecond(1_600_000_000L + random.nextInt(170_000_000), random.nextInt(1_000_000_000))
                .toString();
    }

    private static String hex(Random random, int length) {
        return random.ints(length, 0, 16).mapToObj(Integer::toHexString).collect(Collectors.joining());
    }

    /** Six to eleven letters that mean nothing, so that no dictionary knows them. */
    private static String word(Random random) {
        return random.ints(6 + random.nextInt(6), 'a', 'z' + 1)
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(Collectors.joining());
    }

    /** Puts an index of the image for amd64 and arm64 under the repository and tag. */
    public static void put(FakeRegistry registry, String repository, String tag, int number) {
        TestImage amd64 = image(number, "linux/amd64");
        TestImage arm64 = image(number, "linux/arm64");
        registry.put(repository, amd64).put(repository, arm64);
        registry.putIndex(repository, tag, TestImage.index(amd64.entry(), arm64.entry()));
    }
}
