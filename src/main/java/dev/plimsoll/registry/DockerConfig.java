package dev.plimsoll.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.api.Credential;
import dev.plimsoll.image.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
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

    private DockerConfig(List<Entry> entries) {
        this.entries = entries.stream().sorted(LONGEST_FIRST).toList();
    }

    /**
     * Reads the file. An entry that cannot be used is left out with a warning.
     *
     * @throws IllegalArgumentException if it cannot be read or is no docker config; the message tells nothing of its content
     */
    static DockerConfig read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IllegalArgumentException("%s is over 1 MiB, too large for a docker config".formatted(file));
            }
            return parse(Files.readAllBytes(file), file.toString());
        } catch (JsonProcessingException e) {
            // Jackson's own message would quote the file, so the cause is left out on purpose.
            throw new IllegalArgumentException("%s is not a docker config: it is not JSON".formatted(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("%s cannot be read".formatted(file), e);
        }
    }

    private static DockerConfig parse(byte[] json, String file) throws IOException {
        JsonNode config = StrictJson.lenientTree(json);
        warnOfHelpers(config, file);
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> auth : config.path("auths").properties()) {
            credential(auth.getValue())
                    .ifPresentOrElse(
                            credential -> entries.add(Entry.of(auth.getKey(), credential)),
                            () -> LOG.warnf(
                                    "%s: the entry for \"%s\" holds no credential that can be used",
                                    file, auth.getKey()));
        }
        return new DockerConfig(entries);
    }

    private static void warnOfHelpers(JsonNode config, String file) {
        if (config.hasNonNull("credsStore") || config.hasNonNull("credHelpers")) {
            LOG.warnf("%s: credsStore and credHelpers are not used, only what its auths hold", file);
        }
    }

    private static Optional<Credential> credential(JsonNode auth) {
        String identityToken = auth.path("identitytoken").asText("");
        if (!identityToken.isEmpty()) {
            return Optional.of(Credential.from(Credential.OAUTH2_TOKEN_USER_NAME, identityToken));
        }
        String encoded = auth.path("auth").asText("");
        return encoded.isEmpty()
                ? credential(
                        auth.path("username").asText(""), auth.path("password").asText(""))
                : decode(encoded);
    }

    private static Optional<Credential> decode(String encoded) {
        try {
            String decoded = new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            // Docker pads with zero bytes and cuts them off when it reads.
            return colon < 0
                    ? Optional.empty()
                    : credential(
                            decoded.substring(0, colon),
                            decoded.substring(colon + 1).replaceAll("\0+$", ""));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Credential> credential(String user, String password) {
        return user.isEmpty() || password.isEmpty() ? Optional.empty() : Optional.of(Credential.from(user, password));
    }

    @Override
    public Optional<Credential> resolve(String host, String repository) {
        String normalHost = normalHost(host);
        return entries.stream()
                .filter(entry -> entry.isFor(normalHost, repository))
                .map(Entry::credential)
                .findFirst();
    }

    private static String normalHost(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return DOCKER_HUB_HOSTS.contains(lower) ? ImageReference.DOCKER_HUB : lower;
    }

    private record Entry(String host, String path, Credential credential) {

        static Entry of(String key, Credential credential) {
            String address = SCHEME.matcher(key).replaceFirst("");
            int slash = address.indexOf('/');
            String host = slash < 0 ? address : address.substring(0, slash);
            String path = slash < 0 ? "" : address.substring(slash + 1);
            return new Entry(normalHost(host), withoutVersion(path).replaceAll("/+$", ""), credential);
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
