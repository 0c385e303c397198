package dev.plimsoll.advice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** A list of packages in a file: names, and patterns in which a star stands for anything; behind a number sign nothing. */
final class PackageNames {

    private static final int LONGEST_NAME = 100;

    private final Set<String> names = new HashSet<>();
    private final Pattern patterns;

    /** @param file a resource */
    PackageNames(String file) {
        StringBuilder alternatives = new StringBuilder("(?!)");
        for (String name : read(file).split("\\s+")) {
            if (name.contains("*")) {
                alternatives
                        .append('|')
                        .append(name.replace(".", "\\.").replace("+", "\\+").replace("*", ".*"));
            } else if (!name.isEmpty()) {
                names.add(name);
            }
        }
        patterns = Pattern.compile(alternatives.toString());
    }

    private static String read(String file) {
        try (InputStream resource = PackageNames.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException(file + " is missing");
            }
            StringBuilder text = new StringBuilder();
            new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(line -> text.append(line.split("#", 2)[0]).append(' '));
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean contain(String name) {
        return name.length() <= LONGEST_NAME
                && (names.contains(name) || patterns.matcher(name).matches());
    }
}
