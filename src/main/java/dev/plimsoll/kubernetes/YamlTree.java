package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Turns one YAML document into a JSON tree of bounded size, whatever its aliases multiply. */
final class YamlTree {

    private static final int MOST_NODES = 250_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final YamlScalars scalars = new YamlScalars();
    private int nodes;

    /** @throws MarkedYAMLException if a key is repeated or no text, or if it is too deep or too large */
    JsonNode convert(Node root) {
        return convert(root, 0);
    }

    private JsonNode convert(Node node, int depth) {
        if (depth > StrictYaml.DEEPEST) {
            throw new Unusable("is nested too deeply", node);
        }
        if (++nodes > MOST_NODES) {
            throw new Unusable("the document is too large, its aliases followed", node);
        }
        if (node instanceof MappingNode mapping) {
            return object(mapping, depth);
        }
        if (node instanceof SequenceNode sequence) {
            return array(sequence, depth);
        }
        return node instanceof AnchorNode anchor ? convert(anchor.getRealNode(), depth) : scalar((ScalarNode) node);
    }

    private ObjectNode object(MappingNode mapping, int depth) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            String key = key(entry.getKeyNode());
            if (object.has(key)) {
                throw new Unusable("repeats the key \"" + key + "\"", entry.getKeyNode());
            }
            object.set(key, convert(entry.getValueNode(), depth + 1));
        }
        return object;
    }

    private static String key(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new Unusable("a key must be text", node);
    }

    private ArrayNode array(SequenceNode sequence, int depth) {
        ArrayNode array = JSON.arrayNode();
        sequence.getValue().forEach(item -> array.add(convert(item, depth + 1)));
        return array;
    }

    private JsonNode scalar(ScalarNode node) {
        return json(scalars.valueOf(node), node);
    }

    private static JsonNode json(@Nullable Object value, ScalarNode node) {
        if (value == null) {
            return JSON.nullNode();
        }
        if (value instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        }
        if (value instanceof BigInteger integer) {
            return JSON.numberNode(integer);
        }
        if (value instanceof Double fraction) {
            return JSON.numberNode(fraction);
        }
        return value instanceof Number integer ? JSON.numberNode(integer.longValue()) : JSON.textNode(node.getValue());
    }

    /** Says that a document is YAML, but not of a kind that is read. */
    private static final class Unusable extends MarkedYAMLException {

        Unusable(String problem, Node at) {
            super(null, null, problem, at.getStartMark());
        }
    }
}
