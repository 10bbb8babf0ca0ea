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

/** Mutates JSON into other valid JSON: removes, repeats, moves or retypes values. */
final class JsonMutator {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int NESTING_DEPTH = 300;

    private JsonMutator() {}

    /** Empty if the message is not a JSON object. */
    static Optional<byte[]> mutate(byte[] message, Random random) {
        try {
            if (!(JSON.readTree(message) instanceof ObjectNode tree)) {
                return Optional.empty();
            }
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                mutate(tree, random);
            }
            return Optional.of(JSON.writeValueAsBytes(tree));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static void mutate(ObjectNode tree, Random random) {
        List<JsonNode> containers = containers(tree);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container.isEmpty()) {
            return;
        }
        switch (container) {
            case ObjectNode object -> mutate(object, randomName(object, random), containers, random);
            case ArrayNode array -> mutate(array, random.nextInt(array.size()), containers, random);
            default -> throw new IllegalStateException("Not a container: " + container.getNodeType());
        }
    }

    private static void mutate(ObjectNode object, String name, List<JsonNode> containers, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name + "x", object.remove(name));
            case 2 -> object.set(randomName(object, random), object.get(name).deepCopy());
            default -> object.set(name, replacement(object.get(name), containers, random));
        }
    }

    private static void mutate(ArrayNode array, int at, List<JsonNode> containers, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            case 2 -> array.insert(0, array.remove(at));
            default -> array.set(at, replacement(array.get(at), containers, random));
        }
    }

    private static JsonNode replacement(JsonNode old, List<JsonNode> containers, Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextBoolean() ? random.nextInt() : random.nextGaussian() * 1e300);
            case 3 -> NODES.objectNode();
            case 4 -> NODES.arrayNode().add(old.deepCopy());
            case 5 -> NODES.objectNode().set("value", old.deepCopy());
            case 6 -> containers.get(random.nextInt(containers.size())).deepCopy();
            case 7 -> deeplyNested();
            default -> NODES.stringNode(MessageMutator.randomValue(random));
        };
    }

    private static JsonNode deeplyNested() {
        ArrayNode outermost = NODES.arrayNode();
        ArrayNode inner = outermost;
        for (int i = 0; i < NESTING_DEPTH; i++) {
            inner = inner.addArray();
        }
        return outermost;
    }

    private static String randomName(ObjectNode object, Random random) {
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
