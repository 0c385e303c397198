package dev.plimsoll.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The credentials of a docker config file.
 *
 * <p>An entry is for a host, or for the repositories under a path of it; the longest path that fits wins. Unlike the
 * kubelet, {@code registry.corp/team} is not for {@code registry.corp/teammate}: a path ends where an element of it ends.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/#docker-cli-configuration-file-configjson-properties">Docker's
 *     config.json</a>
 */
final class DockerConfig implements Keychain {

    private static final Logger LOG = Logger.getLogger(DockerConfig.class);

    private static final long LARGEST_FILE = 1 << 20;
    private static final Pattern SCHEME = Pattern.compile("^https?://", Pattern.CASE_INSENSITIVE);
    private static final Set<String> DOCKER_HUB_HOSTS =
            Set.of(ImageReference.DOCKER_HUB, "index.docker.io", "registry-1.docker.io", "registry.docker.io");
    private static final Comparator<Entry> LONGEST_FIRST =
            Comparator.comparingInt((Entry entry) -> entry.path.length()).reversed();

    private final List<Entry> entries;
    private final Keychain helpers;

    private DockerConfig(List<Entry> entries, Keychain helpers) {
        this.entries = entries.stream().sorted(LONGEST_FIRST).toList();
        this.helpers = helpers;
    }

    /**
     * Reads the file. An entry that cannot be used is left out with a warning.
     *
     * @param helpers by which to ask the credential helpers that it names; empty to leave them alone
     * @throws IllegalArgumentException if it cannot be read or is no docker config; the message tells nothing of its content
     */
    static DockerConfig read(Path file, Optional<CredentialHelpers> helpers) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IllegalArgumentException("%s is over 1 MiB, too large for a docker config".formatted(file));
            }
            return parse(Files.readAllBytes(file), file.toString(), helpers);
        } catch (JsonProcessingException e) {
            // Jackson's own message would quote the file, so the cause is left out on purpose.
            throw new IllegalArgumentException("%s is not a docker config: it is not JSON".formatted(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("%s cannot be read".formatted(file), e);
        }
    }

    private static DockerConfig parse(byte[] json, String file, Optional<CredentialHelpers> helpers)
            throws IOException {
        JsonNode config = StrictJson.lenientTree(json);
        List<Entry> entries = DockerAuth.all(
                        config.path("auths"),
                        key -> LOG.warnf("%s: the entry for \"%s\" holds no credential that can be used", file, key))
                .stream()
                .map(Entry::of)
                .toList();
        return new DockerConfig(entries, helpers(config, file, helpers));
    }

    private static Keychain helpers(JsonNode config, String file, Optional<CredentialHelpers> helpers) {
        if (!config.hasNonNull("credsStore") && !config.hasNonNull("credHelpers")) {
            return Keychain.EMPTY;
        }
        if (helpers.isEmpty()) {
            LOG.warnf("%s: credsStore and credHelpers are not used, only what its auths hold", file);
            return Keychain.EMPTY;
        }
        Map<String, String> byHost = new HashMap<>();
        config.path("credHelpers")
                .properties()
                .forEach(helper -> byHost.put(
                        hostOf(helper.getKey()),
                        helperName(file, helper.getValue().asText())));
        String store = config.path("credsStore").asText("");
        Optional<String> forOthers = store.isEmpty() ? Optional.empty() : Optional.of(helperName(file, store));
        return (host, repository) -> Optional.ofNullable(byHost.get(normalHost(host)))
                .or(() -> forOthers)
                .flatMap(helper -> helpers.get().credential(helper, serverName(normalHost(host))));
    }

    private static String helperName(String file, String name) {
        try {
            return CredentialHelpers.name(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** What Docker calls the registry when it asks a helper. */
    private static String serverName(String host) {
        return host.equals(ImageReference.DOCKER_HUB) ? "https://index.docker.io/v1/" : host;
    }

    private static String hostOf(String key) {
        return normalHost(SCHEME.matcher(key).replaceFirst("").replaceFirst("/.*", ""));
    }

    @Override
    public Optional<Credential> resolve(String host, String repository) {
        String normalHost = normalHost(host);
        return helpers.resolve(host, repository).or(() -> entries.stream()
                .filter(entry -> entry.isFor(normalHost, repository))
                .map(Entry::credential)
                .findFirst());
    }

    private static String normalHost(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return DOCKER_HUB_HOSTS.contains(lower) ? ImageReference.DOCKER_HUB : lower;
    }

    private record Entry(String host, String path, Credential credential) {

        static Entry of(DockerAuth auth) {
            String address = SCHEME.matcher(auth.key()).replaceFirst("");
            int slash = address.indexOf('/');
            String host = slash < 0 ? address : address.substring(0, slash);
            String path = slash < 0 ? "" : address.substring(slash + 1);
            return new Entry(normalHost(host), withoutVersion(path).replaceAll("/+$", ""), auth.credential());
        }

        /** {@code https://index.docker.io/v1/} is Docker Hub as a whole; the version is no part of a repository. */
        private static String withoutVersion(String path) {
            return path.replaceFirst("^v[12](/|$)", "");
        }

        boolean isFor(String wantedHost, String repository) {
            return host.equals(wantedHost)
                    && (path.isEmpty() || repository.equals(path) || repository.startsWith(path + "/"));
        }
    }
}
