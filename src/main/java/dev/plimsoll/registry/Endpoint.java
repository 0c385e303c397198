package dev.plimsoll.registry;

import dev.plimsoll.image.ImageReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a registry's API is.
 *
 * @param origin scheme, host and port
 * @param pathPrefix what stands before {@code /v2}; empty or begins with a slash
 * @param repositoryPrefix what stands before every repository; empty or ends with a slash
 */
record Endpoint(URI origin, String pathPrefix, String repositoryPrefix) {

    private static final String API = "/v2";
    private static final int LARGEST_PORT = 65_535;

    /**
     * The place that the registry's name itself says.
     *
     * @throws IllegalArgumentException if it says none: the grammar of references has hosts and ports that cannot be
     */
    static Endpoint of(String registry) {
        String authority = registry.equals(ImageReference.DOCKER_HUB) ? "registry-1.docker.io" : registry;
        try {
            URI origin = new URI("https://" + authority).parseServerAuthority();
            if (origin.getRawAuthority().equals(authority) && hasUsableHostAndPort(origin)) {
                return new Endpoint(origin, "", "");
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "registry %s is not a host and port that can be connected to".formatted(registry));
    }

    private static boolean hasUsableHostAndPort(URI address) {
        return address.getHost() != null && address.getPort() != 0 && address.getPort() <= LARGEST_PORT;
    }

    /**
     * Reads a configured address.
     *
     * @throws IllegalArgumentException if it is none that a registry can have
     */
    static Endpoint of(URI address) {
        if (!isWeb(address) || !hasUsableHostAndPort(address) || saysMore(address)) {
            throw new IllegalArgumentException(
                    "\"%s\" is not an address such as https://mirror.corp:5000 or http://127.0.0.1:5000/path"
                            .formatted(address));
        }
        URI origin = URI.create(address.getScheme().toLowerCase(Locale.ROOT) + "://" + address.getRawAuthority());
        String path = withoutTrailingSlashes(address.getRawPath());
        int api = (path + "/").indexOf(API + "/");
        if (api < 0) {
            return new Endpoint(origin, path, "");
        }
        String rest = path.substring(api + API.length());
        return new Endpoint(origin, path.substring(0, api), rest.isEmpty() ? "" : rest.substring(1) + "/");
    }

    /** The address of a path of the API, which begins with {@code /v2}. */
    URI resolve(String path) {
        return URI.create(origin + pathPrefix + path);
    }

    /** Whether this registry is configured to be spoken to without TLS. */
    boolean isPlain() {
        return origin.getScheme().equals("http");
    }

    /** Host and, if one is given, port. */
    String authority() {
        return origin.getRawAuthority();
    }

    String host() {
        return origin.getHost();
    }

    /** Whether the address is served by the very same server. */
    boolean isOriginOf(URI address) {
        return origin.getScheme().equalsIgnoreCase(address.getScheme())
                && origin.getHost().equalsIgnoreCase(address.getHost())
                && portOf(origin) == portOf(address);
    }

    private static int portOf(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
    }

    private static boolean isWeb(URI address) {
        return "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
    }

    private static boolean saysMore(URI address) {
        return address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null;
    }

    private static String withoutTrailingSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
