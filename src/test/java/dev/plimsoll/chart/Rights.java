package dev.plimsoll.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the chart's Roles allow, and why: the comments of the rules, which Helm leaves in what it renders. */
final class Rights {
    /** Together they render every rule that there is. */
    private static final List<String> ALL_VALUES =
            List.of("{}", "{pullSecrets: {namespaces: [shop]}}", "{audit: {reports: wgpolicyk8s}}");

    private Rights() {}

    /**
     * One rule.
     *
     * @param scope where it holds
     */
    record Right(String scope, String resources, String verbs, String names, String why) {
        private String row() {
            return "| %s | %s | %s | %s | %s |\n".formatted(resources, verbs, names, scope, why);
        }
    }

    static List<Right> all() {
        Set<Right> rights = new LinkedHashSet<>();
        ALL_VALUES.forEach(values -> rights.addAll(of(values)));
        return List.copyOf(rights);
    }

    static List<Right> of(String values) {
        List<Right> rights = new ArrayList<>();
        for (String document : Chart.renderWithHooks(values).split("(?m)^---\\n")) {
            List<JsonNode> objects = Manifests.parse(document).objects();
            if (!objects.isEmpty()
                    && objects.get(0).has("rules")
                    && !objects.get(0).has("webhooks")) {
                rights.addAll(of(objects.get(0), comments(document)));
            }
        }
        return rights;
    }

    /** The table of the chart's README. */
    static String table() {
        return "| Resources | Verbs | Names | Where | Why |\n|---|---|---|---|---|\n"
                + all().stream().map(Right::row).collect(Collectors.joining());
    }

    private static List<Right> of(JsonNode role, List<String> comments) {
        List<Right> rights = new ArrayList<>();
        for (JsonNode rule : role.path("rules")) {
            rights.add(new Right(
                    scope(role),
                    resources(rule),
                    String.join(", ", texts(rule.path("verbs"))),
                    rule.has("resourceNames") ? codes(texts(rule.path("resourceNames"))) : "any",
                    comments.get(rights.size())));
        }
        return rights;
    }

    private static String scope(JsonNode role) {
        return role.path("kind").asText().equals("ClusterRole")
                ? "cluster"
                : "namespace `%s`".formatted(role.at("/metadata/namespace").asText());
    }

    private static String resources(JsonNode rule) {
        String groups = texts(rule.path("apiGroups")).stream()
                .map(group -> group.isEmpty() ? "core" : group)
                .collect(Collectors.joining(", "));
        return codes(texts(rule.path("resources"))) + (groups.equals("core") ? "" : " of " + groups);
    }

    /** One for each rule, in their order; empty where a rule has none. */
    private static List<String> comments(String document) {
        List<String> comments = new ArrayList<>();
        StringBuilder comment = new StringBuilder();
        for (String line : document.lines().map(String::strip).toList()) {
            if (line.startsWith("# ") && !line.startsWith("# Source:")) {
                comment.append(comment.isEmpty() ? "" : " ").append(line.substring(2));
            } else {
                if (line.startsWith("- apiGroups:")) {
                    comments.add(comment.toString());
                }
                comment.setLength(0);
            }
        }
        return comments;
    }

    private static String codes(List<String> words) {
        return words.stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
    }

    private static List<String> texts(JsonNode array) {
        return elements(array).map(JsonNode::asText).toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
