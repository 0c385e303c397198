package dev.plimsoll.kubernetes;

import java.time.Duration;

/**
 * What replicas contend for, and at which pace.
 *
 * @param namespace of the Lease
 * @param name of the Lease
 * @param identity of this contender among its like: a pod's name
 * @param duration for which a leader that is not heard of any more keeps the others waiting
 * @param renewDeadline within which a leader that cannot renew considers itself none any more; less than the duration
 * @param retryPeriod between two tries; less than the deadline
 */
public record ElectionLease(
        String namespace,
        String name,
        String identity,
        Duration duration,
        Duration renewDeadline,
        Duration retryPeriod) {

    /** @throws IllegalArgumentException if two could lead at a time at this pace */
    public ElectionLease {
        if (duration.compareTo(renewDeadline) <= 0 || renewDeadline.compareTo(retryPeriod) <= 0) {
            throw new IllegalArgumentException(
                    "a lease of %s has to be longer than its deadline for renewal, %s, and that than %s between two tries"
                            .formatted(duration, renewDeadline, retryPeriod));
        }
    }

    /** At the pace of Kubernetes' own components: 15, 10 and 2 seconds. */
    public static ElectionLease of(String namespace, String name, String identity) {
        return new ElectionLease(
                namespace, name, identity, Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    @Override
    public String toString() {
        return "%s/%s".formatted(namespace, name);
    }
}
