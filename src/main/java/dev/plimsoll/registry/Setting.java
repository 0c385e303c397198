package dev.plimsoll.registry;

import dev.plimsoll.image.DataSize;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The name of a setting, for messages about what it is set to. */
record Setting(String name) {

    static Setting of(String name) {
        return new Setting("plimsoll.registry." + name);
    }

    Setting dot(String part) {
        return new Setting(name + "." + part);
    }

    /**
     * Makes use of the value.
     *
     * @throws IllegalArgumentException if that fails with one, which then names the setting
     */
    <V, T> T read(V value, Function<V, T> use) {
        try {
            return use.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** @throws IllegalArgumentException if it is not set although its other half is */
    <V> V required(Optional<V> value, Setting otherHalf) {
        return value.orElseThrow(
                () -> new IllegalArgumentException("%s: is required where %s is set".formatted(name, otherHalf.name)));
    }

    void requireWithin(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s: %d is not from %d to %d".formatted(name, value, least, most));
        }
    }

    void requireWithin(Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "%s: %s is not from %s to %s".formatted(name, text(value), text(least), text(most)));
        }
    }

    void requireWithin(DataSize value, DataSize least, DataSize most) {
        if (least.isOver(value) || value.isOver(most)) {
            throw new IllegalArgumentException("%s: %s is not from %s to %s".formatted(name, value, least, most));
        }
    }

    private static String text(Duration value) {
        return value.toMillis() % 1000 == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
    }
}
