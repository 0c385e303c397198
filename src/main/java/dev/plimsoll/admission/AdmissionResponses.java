package dev.plimsoll.admission;

import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The only place that builds an answer. */
final class AdmissionResponses {

    private static final int FORBIDDEN = 403;
    private static final int MOST_WARNINGS = 15;
    private static final int MOST_DENIALS = 50;

    /** Audit back ends truncate events, so a value stays well under a kilobyte. */
    private static final int LONGEST_ANNOTATION = 900;

    private AdmissionResponses() {}

    /** For what is not judged. */
    static AdmissionResponse unjudged(String uid) {
        return new AdmissionResponse(uid, true, null, List.of(), Map.of());
    }

    static AdmissionResponse of(String uid, Evaluation evaluation) {
        return evaluation.verdict() == Verdict.DENY ? denied(uid, evaluation) : allowed(uid, evaluation);
    }

    private static AdmissionResponse allowed(String uid, Evaluation evaluation) {
        return new AdmissionResponse(uid, true, null, warnings(evaluation), annotations(evaluation));
    }

    /** With a status, or users would read "without explanation". */
    private static AdmissionResponse denied(String uid, Evaluation evaluation) {
        AdmissionResponse.Status status = new AdmissionResponse.Status(
                FORBIDDEN, "Forbidden", denial(evaluation.findingsWith(ValidationAction.DENY)));
        return new AdmissionResponse(uid, false, status, warnings(evaluation), annotations(evaluation));
    }

    /** Every violation at once, not the first: nobody likes to mend one, only to meet the next. */
    private static String denial(List<Finding> denials) {
        if (denials.size() == 1) {
            return denials.get(0).message();
        }
        String lines =
                lines(denials, MOST_DENIALS).stream().map(line -> "\n- " + line).collect(Collectors.joining());
        return "%d violations:%s".formatted(denials.size(), lines);
    }

    /** What denies is in the status already. Of advice, each container gets the one that is about most bytes. */
    private static List<String> warnings(Evaluation evaluation) {
        if (evaluation.findings().isEmpty()) {
            return List.of();
        }
        Set<Optional<String>> advised = new HashSet<>();
        List<Finding> warnings = new ArrayList<>(evaluation.findings());
        warnings.removeIf(finding -> finding.strongestAction() != ValidationAction.WARN
                || finding.isAdvice() && !advised.add(finding.container()));
        return lines(warnings, MOST_WARNINGS);
    }

    private static List<String> lines(List<Finding> findings, int most) {
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings.subList(0, Math.min(most, findings.size()))) {
            lines.add(finding.message());
        }
        if (findings.size() > most) {
            lines.add("and %d more".formatted(findings.size() - most));
        }
        return lines;
    }

    /** Keys get the webhook's name and a slash in front, so they hold none. */
    private static Map<String, String> annotations(Evaluation evaluation) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("mode", lowerCase(evaluation.mode()));
        annotations.put("verdict", lowerCase(evaluation.verdict()));
        if (!evaluation.findings().isEmpty()) {
            annotations.put(
                    "findings",
                    annotation(evaluation.findings().stream()
                            .map(AdmissionResponses::compact)
                            .toList()));
        }
        if (!evaluation.excused().isEmpty()) {
            annotations.put(
                    "excused",
                    annotation(evaluation.excused().stream()
                            .map(excused -> compact(excused.finding()) + " by " + excused.exception())
                            .toList()));
        }
        return annotations;
    }

    private static String compact(Finding finding) {
        return lowerCase(finding.strongestAction())
                + " "
                + finding.check()
                + finding.container().map(name -> " " + name).orElse("")
                + ": "
                + finding.violation().problem();
    }

    private static String annotation(List<String> parts) {
        return MessageText.line(String.join(" | ", parts), LONGEST_ANNOTATION);
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
