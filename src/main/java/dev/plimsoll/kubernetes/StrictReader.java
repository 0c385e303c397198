package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.api.v1alpha1.Quantity;
import dev.plimsoll.policy.MessageText;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON trees as records. Where Jackson's own binding stops at the first field that does not fit, this reports each of
 * them with its path, reads the rest, and says what an unknown field was probably meant to be.
 */
final class StrictReader {

    private static final int LONGEST_QUOTE = 64;

    private final FieldProblems problems;

    StrictReader(FieldProblems problems) {
        this.problems = problems;
    }

    /** The tree as a record; what is absent or does not fit is null in it. */
    <T extends Record> T read(JsonNode object, Class<T> type) {
        return record(object, type, "");
    }

    private <T extends Record> T record(JsonNode object, Class<T> type, String path) {
        RecordComponent[] components = type.getRecordComponents();
        reportUnknown(object, type, components, path);
        Object[] values = Arrays.stream(components)
                .map(it -> isRead(it)
                        ? value(object.path(it.getName()), it.getGenericType(), Field.pathOf(path, it.getName()))
                        : null)
                .toArray();
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a record that can be read: " + type, e);
        }
    }

    /** What the server alone writes is of no concern, whatever it looks like in a file. */
    private static boolean isRead(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null || property.access() != JsonProperty.Access.READ_ONLY;
    }

    private void reportUnknown(JsonNode object, Class<?> type, RecordComponent[] components, String path) {
        JsonIgnoreProperties ignored = type.getAnnotation(JsonIgnoreProperties.class);
        if (ignored != null && ignored.ignoreUnknown()) {
            return;
        }
        Set<String> known =
                Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.toSet());
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.add(Field.pathOf(path, name), "is not a known field" + Spelling.suggestion(name, known));
            }
        });
    }

    private @Nullable Object value(JsonNode node, Type type, String path) {
        if (node.isMissingNode()) {
            return null;
        }
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? list(node, generic.getActualTypeArguments()[0], path)
                    : map(node, generic.getActualTypeArguments()[1], path);
        }
        return single(node, (Class<?>) type, path);
    }

    private @Nullable Object single(JsonNode node, Class<?> type, String path) {
        if (type == Quantity.class) {
            return node.isNumber() || node.isTextual()
                    ? new Quantity(node.asText())
                    : misfit(node, path, "must be a quantity such as 500Mi or 1.5Gi");
        }
        if (type.isRecord()) {
            return node.isObject()
                    ? record(node, type.asSubclass(Record.class), path)
                    : misfit(node, path, "must be an object, {} to leave all at its default");
        }
        if (type.isEnum()) {
            return constant(node, type, path);
        }
        return scalar(node, type, path);
    }

    private @Nullable Object scalar(JsonNode node, Class<?> type, String path) {
        if (type == Boolean.class) {
            return node.isBoolean() ? node.booleanValue() : misfit(node, path, "must be true or false");
        }
        if (type == Integer.class) {
            return node.canConvertToInt() && node.isIntegralNumber()
                    ? node.intValue()
                    : misfit(node, path, "must be a whole number");
        }
        return node.isTextual() ? node.textValue() : misfit(node, path, "must be text");
    }

    private @Nullable Object constant(JsonNode node, Class<?> type, String path) {
        Map<String, Object> constants = constants(type);
        Object constant = node.isTextual() ? constants.get(node.textValue()) : null;
        return constant != null
                ? constant
                : misfit(node, path, "must be one of " + String.join(", ", constants.keySet()));
    }

    private static Map<String, Object> constants(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(written(type, ((Enum<?>) constant).name()), constant);
        }
        return constants;
    }

    private static String written(Class<?> type, String constant) {
        try {
            JsonProperty property = type.getField(constant).getAnnotation(JsonProperty.class);
            return property == null ? constant : property.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Items that do not fit are left out. */
    private @Nullable List<Object> list(JsonNode node, Type itemType, String path) {
        if (!node.isArray()) {
            misfit(node, path, "must be a list");
            return null;
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Object item = value(node.get(i), itemType, path + "[" + i + "]");
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private @Nullable Map<String, Object> map(JsonNode node, Type valueType, String path) {
        if (!node.isObject()) {
            misfit(node, path, "must be an object");
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            Object value = value(entry.getValue(), valueType, Field.pathOf(path, entry.getKey()));
            if (value != null) {
                map.put(entry.getKey(), value);
            }
        });
        return map;
    }

    private @Nullable Object misfit(JsonNode node, String path, String expected) {
        problems.add(path, quote(node) + expected);
        return null;
    }

    private static String quote(JsonNode node) {
        return node.isValueNode() && !node.isNull()
                ? "\"" + MessageText.line(node.asText(), LONGEST_QUOTE) + "\" "
                : node.isNull() ? "is empty; it " : "";
    }
}
