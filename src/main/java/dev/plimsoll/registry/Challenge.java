package dev.plimsoll.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One way to authenticate that a server names in {@code WWW-Authenticate}.
 *
 * @param scheme in lower case, for example bearer
 * @param parameters by name, whose case does not matter
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-www-authenticate">RFC 9110, WWW-Authenticate</a>
 */
record Challenge(String scheme, Map<String, String> parameters) {

    private static final int MOST_CHALLENGES = 16;

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    boolean isBearer() {
        return scheme.equals("bearer");
    }

    /** Whether it is for a token of the same service. Scopes differ with each repository. */
    boolean isForSameToken(Challenge other) {
        return isBearer()
                && other.isBearer()
                && parameter("realm").equals(other.parameter("realm"))
                && parameter("service").equals(other.parameter("service"));
    }

    boolean isBasic() {
        return scheme.equals("basic");
    }

    /** Reads what the headers say, in their order; what is not understood is left out. Never fails. */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> challenges = new ArrayList<>();
        headers.forEach(header -> new Parser(header).into(challenges));
        return List.copyOf(challenges);
    }

    /**
     * Reads one header from left to right. A comma parts challenges and parameters alike; a word that is followed by an
     * equals sign is a parameter of the challenge before it, any other word begins the next challenge.
     */
    private static final class Parser {

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        void into(List<Challenge> challenges) {
            while (challenges.size() < MOST_CHALLENGES && skipSeparators()) {
                String scheme = word();
                if (scheme.isEmpty()) {
                    return;
                }
                challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters()));
            }
        }

        private Map<String, String> parameters() {
            Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            while (skipSeparators()) {
                int start = at;
                String name = word();
                skipBlanks();
                if (name.isEmpty() || !peek('=')) {
                    at = start;
                    return parameters;
                }
                at++;
                skipBlanks();
                parameters.putIfAbsent(name, value());
            }
            return parameters;
        }

        private String value() {
            return peek('"') ? quoted() : word();
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && !peek('"')) {
                if (peek('\\') && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            at++;
            return value.toString();
        }

        private String word() {
            int start = at;
            while (at < text.length()
                    && !Character.isWhitespace(text.charAt(at))
                    && "=,\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private boolean skipSeparators() {
            while (at < text.length() && (peek(',') || Character.isWhitespace(text.charAt(at)))) {
                at++;
            }
            return at < text.length();
        }

        private void skipBlanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private boolean peek(char c) {
            return at < text.length() && text.charAt(at) == c;
        }
    }
}
