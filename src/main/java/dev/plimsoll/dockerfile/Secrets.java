package dev.plimsoll.dockerfile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What in an instruction looks like a secret: tokens by their form, settings by their name.
 *
 * <p>No pattern can begin in the middle of a word, so that none is tried again and again on the same text.
 */
public final class Secrets {

    private static final String BEGIN = "(?<![A-Za-z0-9_-])";

    /** The form of a token, and what it is for people. */
    private static final Map<String, Pattern> FORMS = Map.ofEntries(
            Map.entry("GitHub token", word("(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})")),
            Map.entry("GitLab token", word("glpat-[A-Za-z0-9_-]{20,255}")),
            Map.entry("AWS access key", word("(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])")),
            Map.entry("Slack token", word("xox[abposr]-[A-Za-z0-9-]{10,255}")),
            Map.entry("npm token", word("npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])")),
            Map.entry("Stripe key", word("[sr]k_live_[A-Za-z0-9]{16,255}")),
            Map.entry("Google API key", word("AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])")),
            Map.entry("Hugging Face token", word("hf_[A-Za-z0-9]{30,255}")),
            Map.entry("PyPI token", word("pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{30,255}")),
            Map.entry("Docker Hub token", word("dckr_pat_[A-Za-z0-9_-]{20,255}")),
            Map.entry("SendGrid key", word("SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}")),
            Map.entry(
                    "JSON web token",
                    word("eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{10,2000}")),
            Map.entry("private key", Pattern.compile("-----BEGIN (?:[A-Z0-9]{1,12} ){0,2}PRIVATE KEY-----")));

    /** {@code https://user:password@host}; a variable in its place is none. */
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("://[^\\s/:@$]{1,100}:([^\\s/@$]{3,200})@");

    private static final List<String> WORDS = List.of(
            "PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "CREDENTIALS", "CREDENTIAL", "APIKEY", "PWD");

    /** Two words that together name a credential. */
    private static final List<String> PAIRS = List.of(
            "API_KEY",
            "ACCESS_KEY",
            "PRIVATE_KEY",
            "SECRET_KEY",
            "ENCRYPTION_KEY",
            "SIGNING_KEY",
            "AUTH_KEY",
            "DB_PASS");

    /** What follows the credential's name where the value only speaks of it: {@code PASSWORD_FILE}, {@code TOKEN_URL}. */
    private static final Set<String> ABOUT = words("""
            FILE FILES PATH DIR URL URI NAME ID HOST ENDPOINT TTL EXPIRY EXPIRES EXPIRATION LIFETIME LENGTH
            SIZE TYPE HEADER PREFIX ENABLED REQUIRED POLICY ALGORITHM ISSUER AUDIENCE MAX MIN LIMIT LIMITS
            COUNT VERSION SHA256 SHA512 HASH STORE PROVIDER MODE VALIDATION TIMEOUT REGION ARN KEYS FORMAT
            FIELD
            """);

    /** What comes before it where the value is a switch. */
    private static final Set<String> SWITCHES = words("""
            ALLOW ENABLE DISABLE REQUIRE USE SKIP NO IS HAS MAX MIN EMPTY
            """);

    private static final Set<String> SWITCHED = words("""
            true false yes no on off none null nil undefined 0 1
            """);

    private Secrets() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    private static Pattern word(String form) {
        return Pattern.compile(BEGIN + form);
    }

    /** What the text holds, in words; never a part of it. */
    public static Optional<String> formIn(String text) {
        Optional<String> token = FORMS.entrySet().stream()
                .filter(form -> form.getValue().matcher(text).find())
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
        return token.or(
                () -> PASSWORD_IN_URL.matcher(text).find() ? Optional.of("password in a URL") : Optional.empty());
    }

    /** Whether a setting's name says credential, and its value can be one. */
    public static boolean isCredential(String name, String value) {
        return namesCredential(name) && canBeSecret(value);
    }

    static boolean namesCredential(String name) {
        String upper = name.length() > 200
                ? ""
                : name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .toUpperCase(Locale.ROOT)
                        .replaceAll("[^A-Z0-9]", "_");
        List<String> words = List.of(upper.split("_+"));
        String last = words.get(words.size() - 1);
        boolean speaksOfIt = ABOUT.contains(last) || SWITCHES.contains(words.get(0)) || last.equals("PUBLIC");
        boolean named = words.stream().anyMatch(Secrets::isCredentialWord)
                || PAIRS.stream().anyMatch(pair -> ("_" + upper + "_").contains("_" + pair + "_"));
        return named && !speaksOfIt && !upper.equals("PWD") && !upper.equals("OLDPWD");
    }

    private static boolean isCredentialWord(String word) {
        return WORDS.contains(word) || word.endsWith("PASSWORD") || word.endsWith("TOKEN") && word.length() <= 12;
    }

    /** A path, a variable, an address without a password or a switch is none. */
    private static boolean canBeSecret(String value) {
        return !value.isBlank()
                && !value.startsWith("/")
                && !value.contains("$")
                && !value.startsWith("<")
                && !SWITCHED.contains(value.toLowerCase(Locale.ROOT))
                && (!value.contains("://") || formIn(value).isPresent());
    }

    /** The text with everything that may be secret replaced by an ellipsis. */
    static String masked(String text) {
        String masked = text;
        for (Pattern form : FORMS.values()) {
            masked = form.matcher(masked).replaceAll("…");
        }
        masked = PASSWORD_IN_URL.matcher(masked).replaceAll("://…@");
        masked = ASSIGNMENT
                .matcher(masked)
                .replaceAll(match -> namesCredential(match.group(1))
                        ? Matcher.quoteReplacement(match.group(1) + match.group(2) + "…")
                        : Matcher.quoteReplacement(match.group()));
        return HEADER.matcher(masked).replaceAll("$1…");
    }

    /** {@code --token=x}, {@code --password x}, {@code NPM_TOKEN="x"}. */
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?<![\\w.-])((?:--)?[A-Za-z_][\\w.-]{0,100})(=|: ?| )(\"[^\"]{0,400}\"?|'[^']{0,400}'?|[^\\s\"']{1,400})");

    private static final Pattern HEADER = Pattern.compile(
            "((?i:authorization|private-token|x-api-key)\\s{0,3}:\\s{0,3}(?:(?i:bearer|basic|token) )?)[^\\s\"']{1,400}");
}
