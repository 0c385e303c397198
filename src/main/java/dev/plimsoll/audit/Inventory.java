package dev.plimsoll.audit;

import dev.plimsoll.kubernetes.WorkloadKind;
import dev.plimsoll.workload.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that there is to judge, by what is the same for judging. */
final class Inventory {

    /** Of controllers that control controllers: a pod's, its own, and two that somebody may have added. */
    private static final int MOST_CONTROLLERS = 8;

    private final Map<Workload, Set<Owner>> workloads = new HashMap<>();
    private final Map<Owner, Owner> controllers = new HashMap<>();
    private final Map<Owner, String> unreadable = new HashMap<>();
    private int objects;
    private int pods;

    /** Takes over what was read of one kind. */
    void add(Collected collected) {
        collected.workloads().forEach((workload, owners) -> workloads.merge(workload, owners, Collected::join));
        controllers.putAll(collected.controllers());
        unreadable.putAll(collected.unreadable());
        objects += collected.objects();
        if (collected.kind() == WorkloadKind.POD) {
            pods += collected.objects();
        }
    }

    /** The top-most of those who control it; the last that is known, where a controller is of a kind that is not read. */
    Owner topOf(Owner owner) {
        Owner top = owner;
        for (int i = 0; i < MOST_CONTROLLERS; i++) {
            Owner above = controllers.get(top);
            if (above == null) {
                return top;
            }
            top = above;
        }
        return top;
    }

    /** Whom a workload is reported under. It is forgotten, for what is found needs the room. */
    Set<Owner> takeOwnersOf(Workload workload) {
        Set<Owner> owners = new HashSet<>(2);
        Set<Owner> direct = workloads.remove(workload);
        if (direct != null) {
            direct.forEach(owner -> owners.add(topOf(owner)));
        }
        return owners;
    }

    /**
     * Those with the same images next to each other, so that what is known of an image need not be kept for long; the images of
     * most workloads first, for budgets are spent on the first.
     */
    List<Workload> workloads() {
        Map<String, Integer> uses = new HashMap<>();
        workloads.forEach((workload, owners) -> uses.merge(image(workload), owners.size(), Integer::sum));
        List<Workload> ordered = new ArrayList<>(workloads.keySet());
        ordered.sort(Comparator.comparing((Workload workload) -> -uses.get(image(workload)))
                .thenComparing(Inventory::image));
        return ordered;
    }

    /** That of its first container, by which it is put in order. */
    private static String image(Workload workload) {
        return workload.containers().isEmpty()
                ? ""
                : workload.containers().get(0).image().written();
    }

    Collection<Map.Entry<Owner, String>> unreadable() {
        return unreadable.entrySet();
    }

    int objects() {
        return objects;
    }

    int pods() {
        return pods;
    }
}
