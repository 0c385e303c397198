package dev.plimsoll.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.Credentials;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.Glob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The credentials of pull secrets, matched to images as the kubelet matches them.
 *
 * <p>A key is a host, in whose labels {@code *} stands for any characters, and maybe a port and a path. Hosts have to
 * have as many labels, ports have to be the same, and the path has to be how the image's begins. Of several keys the last
 * in the order of their characters comes first, so a longer path before a shorter one. Docker Hub's images take what is
 * for {@code index.docker.io} if nothing else is for them.
 *
 * <p>They are tenants' data: nothing in them is run, {@code credsStore} and {@code credHelpers} least of all. And unlike
 * the kubelet this does not take a registry for Docker Hub because there is no dot in its name.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#config-json">Kubernetes on config.json</a>
 */
public final class PullSecrets implements Credentials {

    /** The types of Secrets that the kubelet looks into, and the key of the data that it reads. */
    public enum Type {
        DOCKER_CONFIG_JSON("kubernetes.io/dockerconfigjson", ".dockerconfigjson"),
        DOCKER_CFG("kubernetes.io/dockercfg", ".dockercfg");

        private final String id;
        private final String dataKey;

        Type(String id, String dataKey) {
            this.id = id;
            this.dataKey = dataKey;
        }

        /** As the Secret's {@code type} has it. */
        public String id() {
            return id;
        }

        public String dataKey() {
            return dataKey;
        }
    }

    private record Entry(Key key, Credential credential) {}

    /** What a credential is for. */
    private record Key(String host, String port, String path) {

        /** Last in the order of characters first, as it is written without its scheme. */
        static final Comparator<Key> ORDER =
                Comparator.comparing((Key key) -> key.written()).reversed();

        private static final Pattern SCHEME = Pattern.compile("^https?://");
        private static final Pattern VERSION = Pattern.compile("^/v[12]/");
        private static final Pattern HOST_AND_PORT = Pattern.compile("(?:\\[(.+)]|([^:]*)):(\\d*)");

        static Key of(String written) {
            String address = SCHEME.matcher(written).replaceFirst("").replaceFirst("[?#].*", "");
            int slash = address.indexOf('/');
            String authority = slash < 0 ? address : address.substring(0, slash);
            String path =
                    slash < 0 ? "" : VERSION.matcher(address.substring(slash)).replaceFirst("/");
            return of(authority.substring(authority.lastIndexOf('@') + 1), path.equals("/") ? "" : path);
        }

        static Key of(String authority, String path) {
            Matcher matcher = HOST_AND_PORT.matcher(authority);
            if (!matcher.matches()) {
                return new Key(authority, "", path);
            }
            String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            return new Key(host, matcher.group(3), path);
        }

        private String written() {
            return host + (port.isEmpty() ? "" : ":" + port) + path;
        }

        boolean isFor(Key image) {
            return port.equals(image.port) && image.path.startsWith(path) && matchesHost(image.host);
        }

        private boolean matchesHost(String wanted) {
            String[] globs = host.split("\\.", -1);
            String[] labels = wanted.split("\\.", -1);
            if (globs.length != labels.length) {
                return false;
            }
            for (int i = 0; i < globs.length; i++) {
                if (!Glob.matches(globs[i], labels[i])) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What the API server accepts as a Secret's data. */
    private static final int LARGEST_SECRET = 1 << 20;

    private static final Key DOCKER_HUB = Key.of("index.docker.io", "");

    private final List<Entry> entries;

    private PullSecrets(List<Entry> entries) {
        this.entries = entries;
    }

    /** None yet. */
    public static PullSecrets none() {
        return new PullSecrets(List.of());
    }

    /**
     * These and one more, which comes after them where it is for the same thing. What it has under no usable key or
     * without a credential is left out.
     *
     * @throws IllegalArgumentException if it cannot be read; the message tells nothing of what is in it
     */
    public PullSecrets and(Type type, byte[] data) {
        return and(DockerAuth.all(auths(type, data), unusable -> {}).stream()
                .map(auth -> new Entry(Key.of(auth.key()), auth.credential()))
                .toList());
    }

    /** These and those of the other, which come after them where they are for the same thing. */
    public PullSecrets and(PullSecrets other) {
        return entries.isEmpty() ? other : and(other.entries);
    }

    private PullSecrets and(List<Entry> more) {
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(more);
        // The sort is stable, so what is for the same thing stays in the order of the secrets.
        all.sort(Comparator.comparing(Entry::key, Key.ORDER));
        return new PullSecrets(List.copyOf(all));
    }

    private static JsonNode auths(Type type, byte[] data) {
        if (data.length > LARGEST_SECRET) {
            throw new IllegalArgumentException("%s is over 1 MiB".formatted(type.dataKey()));
        }
        try {
            JsonNode tree = StrictJson.lenientTree(data);
            return switch (type) {
                case DOCKER_CONFIG_JSON -> tree.path("auths");
                case DOCKER_CFG -> tree;
            };
        } catch (IOException e) {
            // The parser's own message would quote the secret, so the cause is left out on purpose.
            throw new IllegalArgumentException("%s is not JSON".formatted(type.dataKey()));
        }
    }

    /** All that the kubelet would try, in its order. */
    @Override
    public List<Credential> matching(ImageReference reference) {
        Key image = Key.of(reference.registry(), "/" + reference.repository());
        List<Credential> matching = of(entries.stream().filter(entry -> entry.key.isFor(image)));
        return matching.isEmpty() && reference.registry().equals(ImageReference.DOCKER_HUB)
                ? of(entries.stream().filter(entry -> entry.key.equals(DOCKER_HUB)))
                : matching;
    }

    private static List<Credential> of(Stream<Entry> entries) {
        return entries.map(Entry::credential).distinct().toList();
    }

    @Override
    public String toString() {
        return "%d pull credentials".formatted(entries.size());
    }
}
