package dev.plimsoll.web;

import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.AuditedImage;
import dev.plimsoll.audit.PolicyFindings;
import dev.plimsoll.audit.Savings;
import dev.plimsoll.audit.UnknownImage;
import java.util.List;
import java.util.Optional;

/**
 * One namespace.
 *
 * @param more images that are not listed
 */
record NamespacePage(
        Links links,
        String name,
        Savings savings,
        List<ImageRow> images,
        int more,
        List<Found> found,
        List<UnknownImage> unknown)
        implements Page {

    /**
     * What one policy found in it.
     *
     * @param more findings that are not listed
     */
    record Found(String policy, int denied, int warned, int recorded, int excused, List<FindingRow> rows, int more) {

        public String caption() {
            return "What the policy " + policy + " found here";
        }
    }

    private static final int MOST_IMAGES = 500;
    private static final int MOST_FINDINGS = 200;

    static Optional<NamespacePage> of(AuditResult result, String name, Links links) {
        return Optional.ofNullable(result.savingsByNamespace().get(name))
                .map(savings -> page(result, name, savings, links));
    }

    private static NamespacePage page(AuditResult result, String name, Savings savings, Links links) {
        List<AuditedImage> images = result.images().stream()
                .filter(image -> image.namespaces().contains(name))
                .toList();
        return new NamespacePage(
                links,
                name,
                savings,
                ImageQuery.ALL.select(images, links).stream().limit(MOST_IMAGES).toList(),
                Math.max(0, images.size() - MOST_IMAGES),
                result.findings().stream()
                        .filter(found -> found.namespace().equals(name))
                        .map(found -> found(found, links))
                        .toList(),
                result.unknown().stream()
                        .filter(image -> image.owner().namespace().equals(name))
                        .limit(MOST_IMAGES)
                        .toList());
    }

    private static Found found(PolicyFindings found, Links links) {
        List<FindingRow> rows = found.findings().stream()
                .limit(MOST_FINDINGS)
                .map(it -> FindingRow.of(it, links))
                .toList();
        return new Found(
                found.policy(),
                found.denied(),
                found.warned(),
                found.audited() + found.uninspected(),
                found.excused(),
                rows,
                found.total() - rows.size());
    }

    /** Unknown images that are listed under somebody else who brings them. */
    public int moreUnknown() {
        return Math.max(0, savings.unknown() - unknown.size());
    }

    @Override
    public String template() {
        return "namespace";
    }

    @Override
    public String title() {
        return name;
    }

    @Override
    public String section() {
        return "namespaces";
    }
}
