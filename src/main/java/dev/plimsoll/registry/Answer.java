package dev.plimsoll.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server's answer, whole.
 *
 * @param headers by name, whose case does not matter
 * @param body empty if the answer is an error, whose words are not used
 */
record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    boolean isOk() {
        return status == 200;
    }

    boolean isRedirect() {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> header("Location").isPresent();
            default -> false;
        };
    }

    /** The media type without its parameters; empty if there is none. */
    String mediaType() {
        return header("Content-Type").map(type -> type.split(";", 2)[0].strip()).orElse("");
    }
}
