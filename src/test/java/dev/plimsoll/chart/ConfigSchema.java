package dev.plimsoll.chart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.DocumentedSettings;
import java.util.List;
import java.util.function.Predicate;

/** The schema of the value {@code config}: the application's settings, but for those that the chart itself gives. */
final class ConfigSchema {

    /** Keys, and beginnings of keys that end with a dot, that other values stand for. */
    static final List<String> GIVEN_BY_THE_CHART = List.of(
            "plimsoll.mode",
            "plimsoll.policies",
            "plimsoll.platforms",
            "plimsoll.admission.excluded-namespaces",
            "plimsoll.cluster.watch",
            "plimsoll.cluster.namespace",
            "plimsoll.cluster.status-lease",
            "plimsoll.pull-secrets.enabled",
            "plimsoll.pull-secrets.namespaces",
            "plimsoll.events.enabled",
            "plimsoll.web.enabled",
            "plimsoll.audit.interval",
            "plimsoll.audit.reports",
            "plimsoll.audit.lease",
            "plimsoll.registry.docker-config",
            "plimsoll.registry.hosts.",
            "plimsoll.tls.mode",
            "plimsoll.tls.cert-file",
            "plimsoll.tls.key-file",
            "plimsoll.tls.host",
            "plimsoll.tls.self-managed.namespace",
            "plimsoll.tls.self-managed.service",
            "plimsoll.tls.self-managed.secret",
            "plimsoll.tls.self-managed.lease",
            "plimsoll.tls.self-managed.webhook-configurations",
            "plimsoll.tls.self-managed.identity");

    /** Nothing that a properties file takes for something else. */
    private static final String TEXT = "^[^\\\\$\\r\\n]*$";

    private ConfigSchema() {}

    static ObjectNode build() {
        ObjectNode schema = object("object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        DocumentedSettings.all().stream()
                .flatMap(settings -> settings.keys().stream())
                .filter(Predicate.not(ConfigSchema::isGivenByTheChart))
                .forEach(key -> properties.set(key.name(), ofType(key.type()).put("description", key.meaning())));
        return schema;
    }

    private static boolean isGivenByTheChart(DocumentedSettings.Key key) {
        return GIVEN_BY_THE_CHART.stream()
                .anyMatch(given -> given.endsWith(".")
                        ? key.name().startsWith(given)
                        : key.name().equals(given));
    }

    private static ObjectNode ofType(String type) {
        return switch (type) {
            case "duration" -> object("string").put("pattern", "^[0-9]+(ms|s|m|h|d)$");
            case "size" -> object("string").put("pattern", "^[0-9]+([.][0-9]+)?([KMGT]i?|k)?$");
            case "number" -> object("integer").put("minimum", 0);
            case "`true` or `false`" -> object("boolean");
            case "`openreports`, `wgpolicyk8s` or `off`" ->
                object("string").put("pattern", "^(openreports|wgpolicyk8s|off)$");
            case "list" -> listOfTexts();
            case "text", "file", "address" -> object("string").put("pattern", TEXT);
            default -> throw new IllegalStateException("settings of type %s have no schema yet".formatted(type));
        };
    }

    private static ObjectNode listOfTexts() {
        ObjectNode list = object("array").put("minItems", 1);
        list.set("items", object("string").put("pattern", "^[^\\\\$\\r\\n,]+$"));
        return list;
    }

    private static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
