package dev.plimsoll.web;

import dev.plimsoll.image.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times in words. */
final class Format {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.UK).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK).withZone(ZoneOffset.UTC);

    private Format() {}

    static String time(Instant time) {
        return TIME.format(time);
    }

    static String day(Instant time) {
        return DAY.format(time);
    }

    /** {@code 5,000}. */
    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 image}, {@code 5,000 images}. */
    static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** Roughly, in the largest unit of which there are two. */
    static String span(Duration time) {
        if (time.compareTo(Duration.ofMinutes(2)) < 0) {
            return count(Math.max(0, time.toSeconds()), "second");
        }
        if (time.compareTo(Duration.ofHours(2)) < 0) {
            return count(time.toMinutes(), "minute");
        }
        return time.compareTo(Duration.ofDays(2)) < 0 ? count(time.toHours(), "hour") : count(time.toDays(), "day");
    }

    /** Of the whole, from 0 to 100, to a hundredth. */
    static double share(DataSize part, DataSize whole) {
        return whole.bytes() == 0 ? 0 : Math.min(100, Math.round(10_000.0 * part.bytes() / whole.bytes()) / 100.0);
    }

    /** {@code sha256:0123456789ab…}, enough to tell one from another. */
    static String shortDigest(String digest) {
        int begin = digest.indexOf(':') + 1;
        return digest.length() > begin + 12 ? digest.substring(0, begin + 12) + "…" : digest;
    }
}
