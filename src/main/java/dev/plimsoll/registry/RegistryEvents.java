package dev.plimsoll.registry;

import dev.plimsoll.image.InspectionException;
import java.time.Duration;
import java.util.Locale;

/**
 * What an inspector tells of its work, as it happens, to whoever counts it.
 *
 * <p>Called on whatever thread it happens on, many at once; must not wait and must not fail.
 */
public interface RegistryEvents {

    /** Tells nobody. */
    RegistryEvents NONE = new RegistryEvents() {};

    /** What is remembered. */
    enum Kind {
        /** What a tag stands for. */
        TAG,
        /** A manifest or index. */
        MANIFEST,
        /** An image's config. */
        CONFIG;

        /** As metrics have it: {@code manifest}. */
        public String id() {
            return RegistryEvents.id(this);
        }
    }

    /** How something that was asked for is answered. */
    enum Recall {
        /** It is known. */
        HIT,
        /** It is known from a while ago: that is the answer, and it is asked for again. */
        STALE,
        /** It is known that there is none to be had. */
        FAILURE,
        /** Somebody is fetching it already. */
        JOINED,
        /** It has to be fetched. */
        MISS;

        /** As metrics have it: {@code hit}. */
        public String id() {
            return RegistryEvents.id(this);
        }
    }

    /** How one request ended. */
    enum Outcome {
        /** 200. */
        OK,
        /** A redirect with a place to go to. */
        REDIRECTED,
        /** 401, which may be the usual challenge, or 403. */
        UNAUTHORIZED,
        /** 404. */
        NOT_FOUND,
        /** 429. */
        RATE_LIMITED,
        /** Any other answer below 500. */
        UNEXPECTED,
        /** 500 and above. */
        SERVER_ERROR,
        /** There was no answer in time. */
        TIMED_OUT,
        /** There was no connection, or no whole answer that may be read. */
        FAILED;

        /** As metrics have it: {@code rate-limited}. */
        public String id() {
            return RegistryEvents.id(this);
        }
    }

    /** How a question for the addresses of a host ended, for one who waited for it. */
    enum Naming {
        /** There are some. */
        FOUND,
        /** There is no such host, or no name server that answers. */
        UNKNOWN,
        /** There was no answer in time. */
        TIMED_OUT,
        /** It was not asked: too many questions are under way. */
        OVERLOADED;

        /** As metrics have it: {@code timed-out}. */
        public String id() {
            return RegistryEvents.id(this);
        }
    }

    /** Whether a registry is asked at all. */
    enum Breaker {
        /** It is. */
        CLOSED,
        /** It failed too often and is left alone. */
        OPEN,
        /** It is asked one thing, to see whether it has recovered. */
        HALF_OPEN;

        /** As metrics have it: {@code half-open}. */
        public String id() {
            return RegistryEvents.id(this);
        }
    }

    /**
     * Something was to be had of a registry and was not, whoever waited for it.
     *
     * @param wanted {@code app:1}, {@code app@sha256:…}
     * @param took from when it was asked for, its turn in the queue included
     */
    record FailedLookup(String registry, Kind kind, String wanted, InspectionException failure, Duration took) {}

    /**
     * One request was sent, to a registry or on its behalf.
     *
     * @param registry the name that images are given with
     * @param bytes of the body that was read, of a good answer
     */
    default void requested(String registry, Outcome outcome, Duration took, long bytes) {}

    /** Addresses of a host were asked for. */
    default void named(Naming how, Duration took) {}

    default void recalled(Kind kind, Recall how) {}

    /** A tag was answered from memory. @param age since the registry last said what it stands for */
    default void tagAnswered(Duration age) {}

    /** A registry answered 429. @param pause for which it is left alone */
    default void rateLimited(String registry, Duration pause) {}

    default void breakerChanged(String registry, Breaker state) {}

    default void failed(FailedLookup lookup) {}

    private static String id(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
