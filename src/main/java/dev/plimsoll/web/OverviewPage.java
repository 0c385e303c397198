package dev.plimsoll.web;

import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.AuditedImage;
import dev.plimsoll.audit.Savings;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.check.ImageSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The cluster at a glance.
 *
 * @param denied how many workloads would be, if policies were enforced
 * @param more how many of them are not listed
 * @param atLeast whether there could be more than that
 * @param enforced whether policies are
 * @param budget the lowest one of any policy for an image; empty if none has one
 * @param reasons by which images are unknown, most first
 */
record OverviewPage(
        Links links,
        int workloads,
        int pods,
        int denied,
        int warned,
        int passed,
        double deniedShare,
        double warnedShare,
        List<FindingRow> would,
        int more,
        boolean atLeast,
        boolean enforced,
        Savings savings,
        int images,
        List<LargeRow> largest,
        String budget,
        double budgetShare,
        List<WeightRow> namespaces,
        int moreNamespaces,
        List<UnknownPage.Group> reasons,
        int gaps)
        implements Page {

    /**
     * One of the largest images.
     *
     * @param share of the scale, in percent
     * @param over whether it is over the budget
     */
    record LargeRow(String name, String href, DataSize size, double share, boolean over) {}

    private static final int MOST_DENIED = 8;
    private static final int MOST_NAMESPACES = 8;
    private static final int MOST_LARGEST = 10;

    static OverviewPage of(AuditResult result, PolicySet policies, Links links) {
        Enforcement enforcement = Enforcement.of(result, policies);
        AuditResult.Totals totals = result.totals();
        int denied = Math.max(totals.denied(), enforcement.denied().size());
        int warned = Math.max(0, totals.owners() - totals.passed() - denied);
        int passed = Math.max(0, totals.owners() - denied - warned);
        Optional<DataSize> budget = budget(policies);
        DataSize scale = result.images().stream()
                .map(AuditedImage::size)
                .max(Comparator.naturalOrder())
                .filter(it -> it.compareTo(budget.orElse(DataSize.ZERO)) > 0)
                .or(() -> budget)
                .orElse(DataSize.ZERO);
        List<WeightRow> namespaces = WeightRow.of(result.savingsByNamespace(), links);
        return new OverviewPage(
                links,
                totals.owners(),
                totals.pods(),
                denied,
                warned,
                passed,
                share(denied, totals.owners()),
                share(warned, totals.owners()),
                enforcement.reasons().stream()
                        .limit(MOST_DENIED)
                        .map(it -> FindingRow.of(it, links))
                        .toList(),
                Math.max(0, denied - MOST_DENIED),
                !enforcement.complete() && result.mode() == Mode.AUDIT,
                result.mode() == Mode.ENFORCE,
                result.savings(),
                result.images().size(),
                largest(result.images(), scale, budget, links),
                budget.map(DataSize::toString).orElse(""),
                budget.map(it -> Format.share(it, scale)).orElse(0.0),
                namespaces.stream().limit(MOST_NAMESPACES).toList(),
                Math.max(0, namespaces.size() - MOST_NAMESPACES),
                UnknownPage.groups(result.unknown()),
                result.gaps().size());
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : Math.round(10_000.0 * part / whole) / 100.0;
    }

    private static Optional<DataSize> budget(PolicySet policies) {
        return policies.policies().stream()
                .flatMap(policy -> policy.rules().stream())
                .flatMap(rule -> rule.check() instanceof ImageSize size
                        ? Optional.of(size.max()).stream()
                        : Optional.<DataSize>empty().stream())
                .min(Comparator.naturalOrder());
    }

    private static List<LargeRow> largest(
            List<AuditedImage> images, DataSize scale, Optional<DataSize> budget, Links links) {
        List<LargeRow> rows = new ArrayList<>();
        for (AuditedImage image : images.subList(0, Math.min(MOST_LARGEST, images.size()))) {
            rows.add(new LargeRow(
                    image.reference(),
                    links.image(image.digest()),
                    image.size(),
                    Format.share(image.size(), scale),
                    budget.filter(image.size()::isOver).isPresent()));
        }
        return rows;
    }

    public String workloadsText() {
        return Format.count(workloads, "workload");
    }

    public String podsText() {
        return Format.count(pods, "pod");
    }

    public String deniedText() {
        return Format.number(denied);
    }

    public String warnedText() {
        return Format.number(warned);
    }

    public String passedText() {
        return Format.number(passed);
    }

    public String imagesText() {
        return Format.number(images);
    }

    public String rootText() {
        return Format.number(savings.rootImages());
    }

    public String mutableText() {
        return Format.number(savings.mutableTags());
    }

    public String unknownText() {
        return Format.number(savings.unknown());
    }

    /** Where the part of those that are warned ends, behind those that are denied. */
    public double warnedEnd() {
        return Math.min(100, deniedShare + warnedShare);
    }

    @Override
    public String template() {
        return "overview";
    }

    @Override
    public String title() {
        return "Overview";
    }

    @Override
    public String section() {
        return "overview";
    }
}
