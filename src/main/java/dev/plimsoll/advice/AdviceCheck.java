package dev.plimsoll.advice;

import java.util.List;

/** Looks for one kind of waste in the steps that are an image's own. */
interface AdviceCheck {

    AdviceDescription description();

    List<Advice> examine(BuiltImage image);

    /** The check's one name, everywhere. */
    default String id() {
        return description().id();
    }
}
