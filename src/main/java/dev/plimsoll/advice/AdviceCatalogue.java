package dev.plimsoll.advice;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All the advice that can be given, in the order in which it is told. */
public final class AdviceCatalogue {

    private static final List<AdviceCheck> CHECKS = List.of(
            new LargeBase(),
            new BuildTools(),
            new PackageCache(),
            new SeparateCleanup(),
            new DevDependencies(),
            new UnmergedRuns(),
            new CopyAll(),
            new CopyBeforeInstall(),
            new UnpinnedPackages(),
            new ConvenienceTools(),
            new ChownLayer(),
            new SecretInImage());

    private AdviceCatalogue() {}

    static List<AdviceCheck> checks() {
        return CHECKS;
    }

    public static List<AdviceDescription> all() {
        return CHECKS.stream().map(AdviceCheck::description).toList();
    }

    /** The ids of all of them, in the same order. */
    public static Set<String> ids() {
        LinkedHashSet<String> ids = new LinkedHashSet<>();
        CHECKS.forEach(check -> ids.add(check.id()));
        return ids;
    }
}
