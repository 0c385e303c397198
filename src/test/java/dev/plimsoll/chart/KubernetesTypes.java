package dev.plimsoll.chart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.annotations.SerializedName;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Pod;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kubernetes' types as JSON Schema, read off the models of its official client. */
final class KubernetesTypes {
    private KubernetesTypes() {}

    /** The schema of the model of that simple name; other models are referred to, not contained. */
    static ObjectNode schemaOf(String name) {
        Class<?> model = model(name);
        ObjectNode schema = object().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        Arrays.stream(model.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(SerializedName.class))
                .forEach(field -> properties.set(nameOf(field), schemaOf(field.getGenericType())));
        Set<String> required = required(model);
        if (!required.isEmpty()) {
            required.stream().sorted().forEach(schema.putArray("required")::add);
        }
        return schema;
    }

    private static ObjectNode schemaOf(Type type) {
        if (type instanceof ParameterizedType generic) {
            List<Type> arguments = List.of(generic.getActualTypeArguments());
            return generic.getRawType() == Map.class
                    ? with(object().put("type", "object"), "additionalProperties", arguments.get(1))
                    : with(object().put("type", "array"), "items", arguments.get(0));
        }
        if (type == String.class) {
            return object().put("type", "string");
        }
        if (type == Boolean.class) {
            return object().put("type", "boolean");
        }
        if (type == Integer.class || type == Long.class) {
            return object().put("type", "integer");
        }
        if (type == Quantity.class || type == IntOrString.class) {
            ObjectNode either = object();
            either.putArray("type").add("string").add("number");
            return either;
        }
        return object().put("$ref", "#/definitions/" + ((Class<?>) type).getSimpleName());
    }

    private static ObjectNode with(ObjectNode schema, String word, Type contained) {
        schema.set(word, schemaOf(contained));
        return schema;
    }

    private static String nameOf(Field field) {
        return field.getAnnotation(SerializedName.class).value();
    }

    private static Class<?> model(String name) {
        try {
            return Class.forName(V1Pod.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("there is no definition " + name, e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Set<String> required(Class<?> model) {
        try {
            return (Set<String>) model.getField("openapiRequiredFields").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
