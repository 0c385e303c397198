package dev.plimsoll.dockerfile.shell;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Variables that change on the way: what each is worth at each step. Takes room only for the changes. */
public final class Values {

    private final Map<String, TreeMap<Integer, String>> changes = new HashMap<>();

    /** From this step on. */
    public void set(String name, int step, String value) {
        changes.computeIfAbsent(name, it -> new TreeMap<>()).put(step, value);
    }

    /** What was set last, at this step or before. */
    public Optional<String> at(String name, int step) {
        return Optional.ofNullable(changes.get(name))
                .map(values -> values.floorEntry(step))
                .map(Map.Entry::getValue);
    }
}
