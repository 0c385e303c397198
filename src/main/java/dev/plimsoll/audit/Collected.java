package dev.plimsoll.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.kubernetes.MalformedObjectException;
import dev.plimsoll.kubernetes.WorkloadKind;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.Workload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What was read of one kind: the different workloads among its objects, with whoever controls them. A hundred replicas are
 * one workload of one controller, so that what is held is as much as there is to judge, not as much as runs.
 */
final class Collected {

    /**
     * How objects are read.
     *
     * @param namespaces by their names, with the labels that are known of them
     * @param isJudged whether admission would judge what is in a namespace
     * @param labels that policies and exceptions ask for; others make no difference
     * @param sharing among all kinds
     */
    record Reading(
            WorkloadMapper mapper,
            Function<String, Namespace> namespaces,
            Predicate<String> isJudged,
            Set<String> labels,
            Sharing sharing) {}

    private final WorkloadKind kind;
    private final Reading reading;
    private final Map<Workload, Set<Owner>> workloads = new HashMap<>();
    private final Map<Owner, Owner> controllers = new HashMap<>();
    private final Map<Owner, String> unreadable = new HashMap<>();
    private int objects;

    Collected(WorkloadKind kind, Reading reading) {
        this.kind = kind;
        this.reading = reading;
    }

    /** Adds an object; one that admission would pass over is passed over here, too. */
    void add(JsonNode object) {
        Owner self = Owner.of(object);
        if (!reading.isJudged().test(self.namespace()) || hasEnded(object)) {
            return;
        }
        Optional<Owner> controller = Owner.controllerOf(object);
        if (kind != WorkloadKind.POD) {
            controller.ifPresent(owner -> controllers.put(
                    reading.sharing().one(self), reading.sharing().one(owner)));
        }
        if (WorkloadMapper.isMirrorPod(self.kind(), object)
                || controller.isPresent() && kind.isStateOfItsController()) {
            return;
        }
        objects++;
        read(object, self, kind == WorkloadKind.POD ? controller.orElse(self) : self);
    }

    /** A pod that does not run any more, and will not again. */
    private boolean hasEnded(JsonNode object) {
        String phase = object.path("status").path("phase").asText("");
        return kind == WorkloadKind.POD && (phase.equals("Succeeded") || phase.equals("Failed"));
    }

    private void read(JsonNode object, Owner self, Owner reportedAs) {
        try {
            Workload workload = reading.mapper()
                    .toWorkload(object, Optional.empty(), reading.namespaces().apply(self.namespace()))
                    .asJudgedBy(reading.labels(), reading.sharing()::one);
            workloads.merge(workload, Set.of(reading.sharing().one(reportedAs)), Collected::join);
        } catch (MalformedObjectException e) {
            unreadable.put(self, String.valueOf(e.getMessage()));
        }
    }

    /** Most have one, for whom a set with room for more would be a waste. */
    static Set<Owner> join(Set<Owner> some, Set<Owner> more) {
        if (some.containsAll(more)) {
            return some;
        }
        Set<Owner> all = some instanceof HashSet ? some : new HashSet<>(some);
        all.addAll(more);
        return all;
    }

    WorkloadKind kind() {
        return kind;
    }

    /** The different workloads, and whom each is to be reported under, unless that is controlled itself. */
    Map<Workload, Set<Owner>> workloads() {
        return workloads;
    }

    /** By object, who controls it. */
    Map<Owner, Owner> controllers() {
        return controllers;
    }

    /** What could not be understood, and why. */
    Map<Owner, String> unreadable() {
        return unreadable;
    }

    /** How many there were to judge. */
    int objects() {
        return objects;
    }
}
