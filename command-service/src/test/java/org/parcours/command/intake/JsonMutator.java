package org.parcours.command.intake;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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

    private static final Pattern PROPERTY = Pattern.compile("\"\\w+\":(\"[^\"\\\\]*\"|\\d+|true|false)");

    /** Texts that look like others, or like nothing; references to other things. */
    private static final List<String> UNUSUAL = List.of(
            "\u0000",
            "\ufeff",
            "\u200b1",
            "e\u0301",
            "\ud83d\ude00",
            "\u202e1",
            "\u00a0",
            "#",
            "#p",
            "Patient/2",
            "Patient/",
            "Group/1",
            "http://x.invalid/Patient/1",
            "urn:uuid:00000000-0000-4000-8000-00000000000g",
            "Patient?identifier=a|b",
            "Patient?name=x",
            "Patient/1/_history/9",
            "2026-13-01",
            "2026-03-01T24:00:00Z",
            "Final",
            "entered-in-error");

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
            String written = JSON.writeValueAsString(tree);
            String mutated = random.nextInt(10) == 0 ? withNameTwice(written, random) : written;
            return Optional.of(mutated.getBytes(StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Which no tree can contain. */
    private static String withNameTwice(String json, Random random) {
        List<MatchResult> properties = PROPERTY.matcher(json).results().toList();
        if (properties.isEmpty()) {
            return json;
        }
        MatchResult property = properties.get(random.nextInt(properties.size()));
        return json.substring(0, property.start()) + property.group() + "," + json.substring(property.start());
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
        switch (random.nextInt(7)) {
            case 5 -> swap(object, name, containers, random);
            case 6 -> object.set("_" + name, object.remove(name));
            case 0 -> object.remove(name);
            case 1 -> object.set(name + "x", object.remove(name));
            case 2 -> object.set(randomName(object, random), object.get(name).deepCopy());
            default -> object.set(name, replacement(object.get(name), containers, random));
        }
    }

    /** With a value of the same name elsewhere: an id, a subject, a code. */
    private static void swap(ObjectNode object, String name, List<JsonNode> containers, Random random) {
        List<ObjectNode> others = containers.stream()
                .filter(other -> other != object && other.has(name))
                .map(ObjectNode.class::cast)
                .toList();
        if (!others.isEmpty()) {
            ObjectNode other = others.get(random.nextInt(others.size()));
            JsonNode theirs = other.get(name).deepCopy();
            other.set(name, object.get(name).deepCopy());
            object.set(name, theirs);
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
        return switch (random.nextInt(12)) {
            case 10 -> NODES.numberNode(new BigDecimal(random.nextBoolean() ? "1e999999999" : "-0.10e-400"));
            case 11 -> NODES.stringNode(UNUSUAL.get(random.nextInt(UNUSUAL.size())));
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
