package dev.plimsoll.audit;

import dev.plimsoll.image.Digest;
import dev.plimsoll.kubernetes.Report;
import dev.plimsoll.kubernetes.ReportKind;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.ValidationAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes what was found as reports: one for each namespace and policy that found something, and one of the cluster for images
 * of which nothing is known. Nothing in them tells when they were made, so that what did not change is the same.
 *
 * @param mostUnknown how many images the cluster's report names
 * @see <a href="https://github.com/openreports/reports-api">OpenReports</a>
 * @see <a href="https://github.com/kubernetes-sigs/wg-policy-prototypes/tree/master/policy-report">PolicyReport</a>
 */
record ReportMapper(ReportKind kind, int mostUnknown) {

    private static final String SOURCE = "plimsoll";
    private static final String CATEGORY = "Container images";
    private static final String CLUSTER_REPORT = "plimsoll-unknown-images";
    private static final String CLUSTER_POLICY = "plimsoll";

    /** Of a resource's name; what is longer is told apart by its digest. */
    private static final int LONGEST_NAME = 253;

    private static final int DIGITS = 16;
    private static final int LONGEST_MESSAGE = 1024;
    private static final int MOST_GAPS = 20;

    /** Each is made when it is asked for: as maps they take several times the room of the findings. */
    Stream<Report> reports(AuditResult result) {
        return Stream.concat(
                result.findings().stream().map(found -> report(found, result.gapsOf(found.namespace()))),
                Stream.of(result.unknown())
                        .filter(unknown -> !unknown.isEmpty())
                        .map(this::unknownImages));
    }

    private Report report(PolicyFindings found, List<Gap> gaps) {
        List<Map<String, Object>> results = new ArrayList<>();
        found.findings().forEach(finding -> results.add(result(finding)));
        if (found.omitted() > 0) {
            results.add(omitted(found.policy(), found.omitted()));
        }
        gaps.stream().limit(MOST_GAPS).forEach(gap -> results.add(result(found.policy(), gap)));
        int warn = found.warned() + found.audited();
        return new Report(
                found.namespace(),
                name(found.policy()),
                content(results, summary(found.denied(), warn, found.uninspected(), found.excused())));
    }

    private Report unknownImages(List<UnknownImage> unknown) {
        List<Map<String, Object>> results = new ArrayList<>();
        unknown.stream().limit(mostUnknown).forEach(image -> results.add(result(image)));
        if (unknown.size() > mostUnknown) {
            results.add(omitted(CLUSTER_POLICY, unknown.size() - mostUnknown));
        }
        return new Report("", CLUSTER_REPORT, content(results, summary(0, 0, unknown.size(), 0)));
    }

    /** Policies of files can be called anything; what no resource can be called is told apart by its digest, too. */
    private static String name(String policy) {
        String name = "plimsoll-" + policy;
        return name.length() <= LONGEST_NAME && name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")
                ? name
                : "plimsoll-"
                        + Digest.of(policy)
                                .toString()
                                .replaceFirst("^[^:]*:", "")
                                .substring(0, DIGITS);
    }

    private Map<String, Object> content(List<Map<String, Object>> results, Map<String, Object> summary) {
        Map<String, Object> content = new LinkedHashMap<>();
        if (kind == ReportKind.OPENREPORTS) {
            content.put("source", SOURCE);
        }
        content.put("summary", summary);
        content.put("results", results);
        return content;
    }

    private static Map<String, Object> summary(int fail, int warn, int error, int skip) {
        return Map.of("pass", 0, "fail", fail, "warn", warn, "error", error, "skip", skip);
    }

    private static Map<String, Object> result(AuditedFinding audited) {
        Finding finding = audited.finding();
        Map<String, Object> result = result(finding.policy(), finding.check(), outcome(audited), severity(finding));
        result.put("message", message(audited));
        result.put("resources", List.of(resource(audited.owner())));
        result.put("properties", properties(audited));
        return result;
    }

    private static Map<String, Object> result(UnknownImage image) {
        Map<String, Object> result = result(CLUSTER_POLICY, Finding.UNINSPECTED, "error", "medium");
        result.put(
                "message",
                "could not look at %s (%s: %s)".formatted(image.reference(), image.reason(), image.message()));
        result.put("resources", List.of(resource(image.owner())));
        result.put(
                "properties",
                Map.of("image", image.reference(), "reason", image.reason(), "workloads", "" + image.owners()));
        return result;
    }

    /** What is not there may be right or wrong: whoever reads the report is to know. */
    private static Map<String, Object> result(String policy, Gap gap) {
        Map<String, Object> result = result(policy, "not-looked-at", "skip", "info");
        result.put(
                "message",
                MessageText.line("%s not looked at: %s".formatted(gap.what(), gap.reason()), LONGEST_MESSAGE));
        return result;
    }

    private static Map<String, Object> omitted(String policy, int findings) {
        Map<String, Object> result = result(policy, "truncated", "skip", "info");
        result.put("message", "%d more are left out; the summary counts them all".formatted(findings));
        result.put("properties", Map.of("truncated", "true", "omitted", "" + findings));
        return result;
    }

    private static Map<String, Object> result(String policy, String rule, String outcome, String severity) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("source", SOURCE);
        result.put("policy", policy);
        result.put("rule", rule);
        result.put("category", CATEGORY);
        result.put("result", outcome);
        result.put("severity", severity);
        result.put("scored", true);
        return result;
    }

    /** An image that could not be looked at is neither right nor wrong, and what is excused does not count. */
    private static String outcome(AuditedFinding audited) {
        if (audited.excuse().isPresent()) {
            return "skip";
        }
        if (audited.finding().check().equals(Finding.UNINSPECTED)) {
            return "error";
        }
        return audited.finding().strongestAction() == ValidationAction.DENY ? "fail" : "warn";
    }

    private static String severity(Finding finding) {
        if (finding.isAdvice()) {
            return "info";
        }
        return switch (finding.strongestAction()) {
            case DENY -> "high";
            case WARN -> "medium";
            case AUDIT -> "low";
        };
    }

    private static String message(AuditedFinding audited) {
        String about = audited.finding().container().map(name -> name + ": ").orElse("");
        return MessageText.line(about + audited.finding().violation().problem(), LONGEST_MESSAGE);
    }

    private static Map<String, Object> resource(Owner owner) {
        return Map.of(
                "apiVersion", owner.apiVersion(),
                "kind", owner.kind(),
                "namespace", owner.namespace(),
                "name", owner.name());
    }

    private static Map<String, Object> properties(AuditedFinding audited) {
        Finding finding = audited.finding();
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("action", finding.strongestAction().name().toLowerCase(Locale.ROOT));
        finding.container().ifPresent(name -> properties.put("container", name));
        if (!finding.violation().remedy().isEmpty()) {
            properties.put("remedy", MessageText.line(finding.violation().remedy(), LONGEST_MESSAGE));
        }
        if (!audited.image().isEmpty()) {
            properties.put("image", MessageText.line(audited.image(), LONGEST_MESSAGE));
        }
        audited.digest().ifPresent(digest -> properties.put("digest", digest.toString()));
        audited.size().ifPresent(size -> properties.put("compressedBytes", "" + size.bytes()));
        audited.excuse().ifPresent(excuse -> {
            properties.put("exception", excuse.exception());
            properties.put("reason", MessageText.line(excuse.reason(), LONGEST_MESSAGE));
        });
        return properties;
    }
}
