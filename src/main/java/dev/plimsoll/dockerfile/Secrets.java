package dev.plimsoll.dockerfile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What in an instruction looks like a secret: tokens by their form, settings by their name.
 *
 * <p>No pattern can begin in the middle of a word, so that none is tried again and again on the same text.
 */
public final class Secrets {

    private static final String BEGIN = "(?<![A-Za-z0-9_-])";

    /**
     * The form of a token.
     *
     * @param name what it is, for people
     * @param signs one of which is in every such token: looking for them is cheap
     */
    private record Form(String name, List<String> signs, Pattern pattern) {

        static Form of(String name, String pattern, String... signs) {
            return new Form(name, List.of(signs), Pattern.compile(pattern));
        }

        boolean isIn(String text) {
            return signs.stream().anyMatch(text::contains)
                    && pattern.matcher(text).find();
        }
    }

    private static final List<Form> FORMS = List.of(
            Form.of("GitHub token", BEGIN + "(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})", "gh"),
            Form.of("GitLab token", BEGIN + "glpat-[A-Za-z0-9_-]{20,255}", "glpat-"),
            Form.of("AWS access key", BEGIN + "(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])", "AKIA", "ASIA"),
            Form.of("Slack token", BEGIN + "xox[abposr]-[A-Za-z0-9-]{10,255}", "xox"),
            Form.of("npm token", BEGIN + "npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])", "npm_"),
            Form.of("Stripe key", BEGIN + "[sr]k_live_[A-Za-z0-9]{16,255}", "k_live_"),
            Form.of("Google API key", BEGIN + "AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])", "AIza"),
            Form.of("Hugging Face token", BEGIN + "hf_[A-Za-z0-9]{30,255}", "hf_"),
            Form.of("PyPI token", BEGIN + "pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{30,255}", "pypi-AgE"),
            Form.of("Docker Hub token", BEGIN + "dckr_pat_[A-Za-z0-9_-]{20,255}", "dckr_pat_"),
            Form.of("SendGrid key", BEGIN + "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}", "SG."),
            Form.of(
                    "JSON web token",
                    BEGIN + "eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{10,2000}",
                    "eyJ"),
            Form.of("private key", "-----BEGIN (?:[A-Z0-9]{1,12} ){0,2}PRIVATE KEY-----", "PRIVATE KEY"),
            Form.of("password in a URL", "://[^\\s/:@$]{1,100}:[^\\s/@${]{3,200}@", "://"));

    /** What may be a name, and what separates it from its value. */
    private static final Pattern NAME =
            Pattern.compile("(?<![A-Za-z0-9_])([A-Za-z_][A-Za-z0-9_.-]{0,100})\"?(=|: ?| )");

    private static final Pattern VALUE = Pattern.compile("\"[^\"]{0,400}\"?|'[^']{0,400}'?|[^\\s\"']{1,400}");

    /** What a name must follow if only a blank separates it from its value: {@code --token x}, {@code ENV TOKEN x}. */
    private static final List<String> BEFORE_NAME = List.of("-", "ENV ", "ARG ", "LABEL ");

    private static final Pattern HEADER = Pattern.compile(
            "((?i:authorization|private-token|x-api-key)\\s{0,3}:\\s{0,3}(?:(?i:bearer|basic|token) )?)[^\\s\"']{1,400}");

    private static final int LONGEST_NAME = 200;

    /** One of these is in every name that says credential: looking for them is cheap. */
    private static final List<String> SIGNS = List.of("PASS", "SECRET", "TOKEN", "CREDENTIAL", "KEY", "PWD");

    private static final Pattern CAMEL = Pattern.compile("([a-z0-9])([A-Z])");
    private static final Pattern OTHER = Pattern.compile("[^A-Z0-9]+");

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
            COUNT VERSION SHA256 SHA512 HASH STORE PROVIDER MODE VALIDATION TIMEOUT REGION ARN PUBLIC KEYS FORMAT
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

    /** What the text holds, in words; never a part of it. */
    public static Optional<String> formIn(String text) {
        return FORMS.stream().filter(form -> form.isIn(text)).map(Form::name).findFirst();
    }

    /** Whether a setting's name says credential, and its value can be one. */
    public static boolean isCredential(String name, String value) {
        return namesCredential(name) && canBeSecret(value);
    }

    static boolean namesCredential(String name) {
        String capital = name.length() > LONGEST_NAME ? "" : name.toUpperCase(Locale.ROOT);
        if (SIGNS.stream().noneMatch(capital::contains)) {
            return false;
        }
        String spelled = "_" + CAMEL.matcher(name).replaceAll("$1_$2").toUpperCase(Locale.ROOT) + "_";
        String upper = OTHER.matcher(spelled).replaceAll("_");
        List<String> words =
                Stream.of(upper.split("_")).filter(word -> !word.isEmpty()).toList();
        boolean named = words.stream().anyMatch(Secrets::isCredentialWord)
                || PAIRS.stream().anyMatch(pair -> upper.contains("_" + pair + "_"));
        return named
                && !words.equals(List.of("PWD"))
                && !ABOUT.contains(words.get(words.size() - 1))
                && !SWITCHES.contains(words.get(0));
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
        for (Form form : FORMS) {
            masked = form.isIn(masked) ? form.pattern().matcher(masked).replaceAll("…") : masked;
        }
        masked = withoutValues(masked);
        return HEADER.matcher(masked).replaceAll("$1…");
    }

    /** Looks on behind a name that says nothing, for what seems its value may be a name again. */
    private static String withoutValues(String text) {
        StringBuilder masked = new StringBuilder();
        Matcher name = NAME.matcher(text);
        Matcher value = VALUE.matcher(text);
        int at = 0;
        while (at < text.length() && name.find(at)) {
            boolean secret = namesCredential(name.group(1)) && hasValue(name, text);
            masked.append(text, at, name.end());
            at = name.end();
            if (secret && value.region(at, text.length()).lookingAt()) {
                masked.append('…');
                at = value.end();
            }
        }
        return masked.append(text, at, text.length()).toString();
    }

    private static boolean hasValue(Matcher name, String text) {
        String before = text.substring(0, name.start());
        return !name.group(2).equals(" ") || BEFORE_NAME.stream().anyMatch(before::endsWith);
    }
}
