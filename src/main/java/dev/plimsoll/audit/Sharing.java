package dev.plimsoll.audit;

import dev.plimsoll.workload.Container;
import java.util.HashMap;
import java.util.Map;

/** Keeps of equal values the first alone: a cluster has many more objects than images. */
final class Sharing {

    private final Map<Object, Object> known = new HashMap<>();

    @SuppressWarnings("unchecked")
    <T> T one(T value) {
        return (T) known.computeIfAbsent(value, it -> it);
    }

    /** With a shared image; the whole of it is different as often as not. */
    Container one(Container container) {
        return new Container(one(container.name()), container.kind(), one(container.image()), one(container.runAs()));
    }

    /** With a shared kind and namespace; its name is its own. */
    Owner one(Owner owner) {
        return new Owner(one(owner.apiVersion()), one(owner.kind()), one(owner.namespace()), owner.name());
    }
}
