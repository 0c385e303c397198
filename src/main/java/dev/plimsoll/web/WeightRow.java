package dev.plimsoll.web;

import dev.plimsoll.audit.Savings;
import dev.plimsoll.image.DataSize;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A line of a table of namespaces.
 *
 * @param share of what the heaviest namespace pulls, in percent
 */
record WeightRow(
        String name,
        String href,
        DataSize pulled,
        double share,
        DataSize shared,
        int images,
        int root,
        int mutable,
        int unknown) {

    /** Those that pull most first. */
    static List<WeightRow> of(Map<String, Savings> savings, Links links) {
        DataSize most = savings.values().stream()
                .map(Savings::pullBytes)
                .max(DataSize::compareTo)
                .orElse(DataSize.ZERO);
        return savings.entrySet().stream()
                .map(it -> of(it.getKey(), it.getValue(), most, links))
                .sorted(Comparator.comparing(WeightRow::pulled).reversed().thenComparing(WeightRow::name))
                .toList();
    }

    private static WeightRow of(String name, Savings savings, DataSize most, Links links) {
        return new WeightRow(
                name,
                links.namespace(name),
                savings.pullBytes(),
                Format.share(savings.pullBytes(), most),
                savings.sharedBytes(),
                savings.images(),
                savings.rootImages(),
                savings.mutableTags(),
                savings.unknown());
    }
}
