package dev.plimsoll.registry;

import dev.plimsoll.registry.HostileRegistry.Behaviour;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * In which turns to meet a behaviour, so that no registry is left alone before it has been met as often as it should.
 *
 * @param times how often each is met
 * @param atOnce how many look-ups there are at once
 */
public record HostileRounds(HostileRegistry registry, int times, int atOnce) {

    /** What looks images up, all at once, and waits for their ends. */
    @FunctionalInterface
    public interface LookUp {
        void all(List<String> images) throws Exception;
    }

    /** The registries under whose names it is met. */
    public Stream<String> names(Behaviour behaviour) {
        return IntStream.range(0, count(behaviour))
                .mapToObj(number -> "h%d.%s.test".formatted(number, registry.place(behaviour)));
    }

    private int count(Behaviour behaviour) {
        int meetings = behaviour.canBePolite() ? atOnce : times;
        return (meetings + HostileRegistry.FAILURES_IN_A_ROW - 1) / HostileRegistry.FAILURES_IN_A_ROW;
    }

    /**
     * Goes through them.
     *
     * @param first the number of the first image
     * @param hostile looks up what the registry does harm to
     * @param polite looks up what it properly answers
     */
    public void of(Behaviour behaviour, int first, LookUp hostile, LookUp polite) throws Exception {
        List<String> names = names(behaviour).toList();
        for (int number = first; number < first + times; number += atOnce) {
            int end = Math.min(number + atOnce, first + times);
            hostile.all(IntStream.range(number, end)
                    .mapToObj(image -> names.get(image % names.size()) + "/" + HostileRegistry.image(behaviour, image))
                    .toList());
            if (behaviour.canBePolite()) {
                registry.setPolite(true);
                polite.all(names.stream()
                        .map(name -> name + "/" + registry.politeImage())
                        .toList());
                registry.setPolite(false);
            }
        }
    }
}
