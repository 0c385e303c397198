package dev.plimsoll.audit;

import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.workload.Namespace;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What an audit has in common with admission.
 *
 * @param namespace by its name, with the labels that are known of it
 * @param namespaces the names of all, to look at one by one where looking at all of them at once is not allowed
 * @param isJudged whether admission judges what is in the namespace
 */
public record Surroundings(
        WorkloadMapper mapper,
        Function<String, Namespace> namespace,
        Supplier<List<String>> namespaces,
        Predicate<String> isJudged) {}
