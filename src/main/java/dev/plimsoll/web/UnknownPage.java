package dev.plimsoll.web;

import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.Gap;
import dev.plimsoll.audit.UnknownImage;
import dev.plimsoll.image.InspectionException.Reason;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What nothing can be said of.
 *
 * @param more gaps that are not listed
 */
record UnknownPage(Links links, List<Group> groups, int images, List<Gap> gaps, int more) implements Page {

    /**
     * Images that could not be looked at for the same reason.
     *
     * @param meaning whose turn it is
     * @param more images that are not listed
     */
    record Group(String reason, String meaning, List<UnknownImage> images, int count, int more) {}

    private static final int MOST_IMAGES = 500;
    private static final int MOST_GAPS = 500;

    static UnknownPage of(AuditResult result, Links links) {
        return new UnknownPage(
                links,
                groups(result.unknown()),
                result.unknown().size(),
                result.gaps().stream().limit(MOST_GAPS).toList(),
                Math.max(0, result.gaps().size() - MOST_GAPS));
    }

    static List<Group> groups(List<UnknownImage> unknown) {
        return unknown.stream().collect(Collectors.groupingBy(UnknownImage::reason)).entrySet().stream()
                .map(it -> group(it.getKey(), it.getValue()))
                .sorted(Comparator.comparing(Group::count).reversed().thenComparing(Group::reason))
                .toList();
    }

    private static Group group(String reason, List<UnknownImage> images) {
        return new Group(
                reason,
                meaning(reason),
                images.stream().limit(MOST_IMAGES).toList(),
                images.size(),
                Math.max(0, images.size() - MOST_IMAGES));
    }

    private static String meaning(String id) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.id().equals(id))
                .map(UnknownPage::meaning)
                .findFirst()
                .orElse("");
    }

    private static String meaning(Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> "The registry has no such image: correct the name, or push it again.";
            case UNAUTHORIZED -> "The registry wants other credentials: give the workload a pull secret that fits.";
            case RATE_LIMITED -> "The registry asks for fewer requests. These are looked at by later scans.";
            case UNAVAILABLE -> "The registry could not be reached, or answered with an error of its own.";
            case TIMED_OUT -> "The registry did not answer in time.";
            case UNSUPPORTED -> "What the registry holds is no image that can be judged, or is over a bound.";
            case REFUSED -> "This installation does not allow that registry or address.";
            case OVERLOADED -> "Too many look-ups were under way here. These are looked at by later scans.";
        };
    }

    @Override
    public String template() {
        return "unknown";
    }

    @Override
    public String title() {
        return "Unknown";
    }

    @Override
    public String section() {
        return "unknown";
    }
}
