package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in an object, which knows the path that leads to it. What is null is absent, as it is for the API server. Reading
 * something as what it is not throws a {@link MalformedObjectException} that names the path.
 */
final class Field {

    /** More containers, volumes or affinity terms than any node could run; keeps hostile objects cheap. */
    static final int MOST_ITEMS = 1000;

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$-]*");

    private final @Nullable Field parent;
    private final String name;
    private final int index;
    private final JsonNode value;

    /** Asked several times of each. */
    private final boolean present;

    private Field(@Nullable Field parent, String name, int index, JsonNode value) {
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.value = value;
        this.present = !(value instanceof MissingNode || value instanceof NullNode);
    }

    static Field root(JsonNode object) {
        return new Field(null, "", -1, object);
    }

    /** Put together only when it is asked for, which is when something is wrong. */
    String path() {
        if (parent == null) {
            return "";
        }
        return index < 0 ? pathOf(parent.path(), name) : parent.path() + "[" + index + "]";
    }

    boolean isPresent() {
        return present;
    }

    /** Whether it is absent, or an object without fields. */
    boolean saysNothing() {
        return !isPresent() || value.isObject() && value.isEmpty();
    }

    Field required() {
        if (!isPresent()) {
            throw new MalformedObjectException(path(), "is missing");
        }
        return this;
    }

    /** The field of an object; absent if the object is. */
    Field get(String name) {
        JsonNode child = isPresent() ? object().path(name) : MissingNode.getInstance();
        return new Field(this, name, -1, child);
    }

    /** Follows names from object to object, all but the last of which must be there. */
    Field descend(List<String> names) {
        Field field = this;
        for (String name : names) {
            field = field.required().get(name);
        }
        return field;
    }

    Optional<String> text() {
        return isPresent() ? Optional.of(requiredText()) : Optional.empty();
    }

    Optional<Boolean> flag() {
        if (isPresent() && !value.isBoolean()) {
            throw new MalformedObjectException(path(), "must be true or false");
        }
        return isPresent() ? Optional.of(value.booleanValue()) : Optional.empty();
    }

    /** @param most what the number may be at most; the least is 0 */
    Optional<Long> wholeNumber(long most) {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()) {
            throw new MalformedObjectException(path(), "must be a whole number");
        }
        if (!value.canConvertToLong() || value.longValue() < 0 || value.longValue() > most) {
            throw new MalformedObjectException(path(), "must be 0 to " + most);
        }
        return Optional.of(value.longValue());
    }

    /** The items of a list; none if it is absent. */
    List<Field> items() {
        if (isPresent() && !value.isArray()) {
            throw new MalformedObjectException(path(), "must be a list");
        }
        if (value.size() > MOST_ITEMS) {
            throw new MalformedObjectException(path(), "holds more than " + MOST_ITEMS + " items");
        }
        List<Field> items = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            items.add(new Field(this, "", i, value.get(i)));
        }
        return items;
    }

    /** A map from text to text, such as labels; a null value is empty text, as the API server reads it. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        if (isPresent()) {
            for (Map.Entry<String, JsonNode> entry : object().properties()) {
                texts.put(
                        entry.getKey(),
                        new Field(this, entry.getKey(), -1, entry.getValue())
                                .text()
                                .orElse(""));
            }
        }
        return texts;
    }

    private JsonNode object() {
        if (!value.isObject()) {
            throw new MalformedObjectException(path(), "must be an object");
        }
        return value;
    }

    private String requiredText() {
        if (!value.isTextual()) {
            throw new MalformedObjectException(path(), "must be text");
        }
        return value.textValue();
    }

    /** {@code metadata.labels[app.kubernetes.io/name]}, as kubectl writes paths. */
    static String pathOf(String parent, String name) {
        if (!PLAIN_NAME.matcher(name).matches()) {
            return parent + "[" + name + "]";
        }
        return parent.isEmpty() ? name : parent + "." + name;
    }
}
