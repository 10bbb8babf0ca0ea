package org.parcours.command.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON that is still JSON: something of it is left out, comes twice, stands elsewhere, or is of another kind. */
final class JsonMutations {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEP = 300;

    private JsonMutations() {}

    /** Empty for what is no JSON object. */
    static Optional<byte[]> mutated(byte[] message, Random random) {
        try {
            if (!(JSON.readTree(message) instanceof ObjectNode tree)) {
                return Optional.empty();
            }
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                mutate(tree, random);
            }
            return Optional.of(JSON.writeValueAsBytes(tree));
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }

    private static void mutate(ObjectNode tree, Random random) {
        List<JsonNode> containers = containers(tree);
        JsonNode where = containers.get(random.nextInt(containers.size()));
        if (where.isEmpty()) {
            return;
        }
        switch (where) {
            case ObjectNode object -> mutate(object, name(object, random), containers, random);
            case ArrayNode array -> mutate(array, random.nextInt(array.size()), containers, random);
            default -> throw new IllegalStateException("No container: " + where.getNodeType());
        }
    }

    private static void mutate(ObjectNode object, String name, List<JsonNode> containers, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name + "x", object.remove(name));
            case 2 -> object.set(name(object, random), object.get(name).deepCopy());
            default -> object.set(name, other(object.get(name), containers, random));
        }
    }

    private static void mutate(ArrayNode array, int at, List<JsonNode> containers, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            case 2 -> array.insert(0, array.remove(at));
            default -> array.set(at, other(array.get(at), containers, random));
        }
    }

    private static JsonNode other(JsonNode old, List<JsonNode> containers, Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextBoolean() ? random.nextInt() : random.nextGaussian() * 1e300);
            case 3 -> NODES.objectNode();
            case 4 -> NODES.arrayNode().add(old.deepCopy());
            case 5 -> NODES.objectNode().set("value", old.deepCopy());
            case 6 -> containers.get(random.nextInt(containers.size())).deepCopy();
            case 7 -> deep();
            default -> NODES.stringNode(Mutations.value(random));
        };
    }

    private static JsonNode deep() {
        ArrayNode outermost = NODES.arrayNode();
        ArrayNode inner = outermost;
        for (int i = 0; i < DEEP; i++) {
            inner = inner.addArray();
        }
        return outermost;
    }

    private static String name(ObjectNode object, Random random) {
        return new ArrayList<>(object.propertyNames()).get(random.nextInt(object.size()));
    }

    private static List<JsonNode> containers(JsonNode node) {
        List<JsonNode> found = new ArrayList<>();
        if (node.isContainer()) {
            found.add(node);
            node.forEach(child -> found.addAll(containers(child)));
        }
        return found;
    }
}
