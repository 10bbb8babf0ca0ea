package org.parcours.command.intake.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.parcours.command.intake.fhir.element.ElementDefinition;
import org.parcours.command.intake.fhir.element.FhirType;
import org.parcours.command.intake.fhir.element.NotUsedElements;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates resources of FHIR R4 from its definitions: a valid small resource of each type, and any of its elements completely
 * filled, each value different from all others.
 */
final class ResourceGenerator {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_DEPTH = 6;

    /** Elements of every type that are not generated: extensions and what the reader refuses have tests of their own. */
    private static final Set<String> LEFT_OUT = Set.of(
            "extension",
            "modifierExtension",
            "id",
            "contained",
            "implicitRules",
            "doNotPerform",
            "resourceType",
            "assigner");

    private static final String PATIENT =
            "{\"identifier\":{\"system\":\"urn:oid:2.999.20.1\",\"value\":\"G1\"},\"type\":\"Patient\"}";
    private static final String SUBJECT = "\"subject\":" + PATIENT;

    /** By type: the elements without which the resource reports nothing. */
    static final Map<String, String> BASES = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "Appointment",
                    "\"status\":\"booked\",\"start\":\"2026-03-10T09:00:00+01:00\",\"participant\":[{\"status\":\"accepted\",\"actor\":"
                            + PATIENT + "}]"),
            Map.entry(
                    "Composition",
                    "\"status\":\"final\",\"type\":{\"text\":\"Lettre\"},\"title\":\"Lettre\",\"date\":\"2026-03-10\",\"author\":[{\"display\":\"Dr A\"}],"
                            + SUBJECT),
            Map.entry("DiagnosticReport", "\"status\":\"final\",\"code\":{\"text\":\"Bilan\"}," + SUBJECT),
            Map.entry(
                    "DocumentReference",
                    "\"status\":\"current\",\"type\":{\"text\":\"CR\"},\"content\":[{\"attachment\":{\"title\":\"CR\"}}],"
                            + SUBJECT),
            Map.entry("Encounter", "\"status\":\"in-progress\",\"class\":{\"code\":\"IMP\"}," + SUBJECT),
            Map.entry("ImagingStudy", "\"status\":\"available\",\"description\":\"Scanner\"," + SUBJECT),
            Map.entry(
                    "MedicationAdministration",
                    "\"status\":\"completed\",\"medicationCodeableConcept\":{\"text\":\"M\"},\"effectiveDateTime\":\"2026-03-10\","
                            + SUBJECT),
            Map.entry(
                    "MedicationDispense",
                    "\"status\":\"completed\",\"medicationCodeableConcept\":{\"text\":\"M\"}," + SUBJECT),
            Map.entry(
                    "MedicationRequest",
                    "\"status\":\"active\",\"intent\":\"order\",\"medicationCodeableConcept\":{\"text\":\"M\"},"
                            + SUBJECT),
            Map.entry("Observation", "\"status\":\"final\",\"code\":{\"text\":\"Sodium\"}," + SUBJECT),
            Map.entry("Patient", "\"identifier\":[{\"system\":\"urn:oid:2.999.20.1\",\"value\":\"G1\"}]"),
            Map.entry("Procedure", "\"status\":\"completed\",\"code\":{\"text\":\"Acte\"}," + SUBJECT),
            Map.entry(
                    "ServiceRequest",
                    "\"status\":\"active\",\"intent\":\"order\",\"code\":{\"text\":\"Acte\"}," + SUBJECT),
            Map.entry("Specimen", "\"type\":{\"text\":\"Sang\"}," + SUBJECT),
            Map.entry("AllergyIntolerance", "\"code\":{\"text\":\"A\"},\"patient\":" + PATIENT),
            Map.entry("CarePlan", "\"status\":\"active\",\"intent\":\"order\",\"title\":\"Plan\"," + SUBJECT),
            Map.entry("Condition", "\"code\":{\"text\":\"C\"}," + SUBJECT),
            Map.entry("DeviceUseStatement", "\"status\":\"active\",\"device\":{\"display\":\"D\"}," + SUBJECT),
            Map.entry("Flag", "\"status\":\"active\",\"code\":{\"text\":\"F\"}," + SUBJECT),
            Map.entry(
                    "Immunization",
                    "\"status\":\"completed\",\"vaccineCode\":{\"text\":\"V\"},\"occurrenceDateTime\":\"2026-03-10\",\"patient\":"
                            + PATIENT),
            Map.entry(
                    "MedicationStatement",
                    "\"status\":\"active\",\"medicationCodeableConcept\":{\"text\":\"M\"}," + SUBJECT)));

    /** A value in a generated resource. @param path of JSON properties and indexes; @param types of the elements around it */
    record Leaf(List<Object> path, String definitionPath, List<String> types) {

        /** Whether it is on the list of elements that are not used, as a part of any element that contains it. */
        boolean isListed() {
            String[] steps = definitionPath.split("\\.");
            for (int i = 0; i < types.size(); i++) {
                String inside = String.join(".", List.of(steps).subList(i + 1, steps.length));
                if (NotUsedElements.contains(types.get(i), inside)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final int variant;
    private int counter;

    /** @param variant which of its types a nested choice has, and which of its codes a code */
    ResourceGenerator(int variant) {
        this.variant = variant;
    }

    static ObjectNode base(String type) {
        return (ObjectNode) JSON.readTree("{\"resourceType\":\"" + type + "\",\"id\":\"g1\"," + BASES.get(type) + "}");
    }

    /** The names of the JSON properties of a type that can be filled. */
    static List<String> properties(String type) {
        return FhirType.resource(type).orElseThrow().elements().keySet().stream()
                .filter(property -> !LEFT_OUT.contains(property))
                .sorted()
                .toList();
    }

    /** A base with one of its elements filled; another type of the same choice is removed. */
    ObjectNode filled(String type, String property) {
        ObjectNode resource = base(type);
        FhirType definition = FhirType.resource(type).orElseThrow();
        ElementDefinition element = definition.element(property).orElseThrow();
        definition.elements().forEach((name, other) -> {
            if (other.name().equals(element.name())) {
                resource.remove(name);
            }
        });
        JsonNode value = value(element, 1);
        if (base(type).path(property).isArray()) {
            ArrayNode both = (ArrayNode) base(type).get(property);
            value.forEach(both::add);
            resource.set(property, both);
        } else if (base(type).path(property).isObject()) {
            ObjectNode both = (ObjectNode) base(type).get(property);
            ((ObjectNode) value).properties().forEach(entry -> both.putIfAbsent(entry.getKey(), entry.getValue()));
            resource.set(property, both);
        } else {
            resource.set(property, value);
        }
        return resource;
    }

    private JsonNode value(ElementDefinition element, int depth) {
        JsonNode single = element.type().isPrimitive() ? primitive(element) : object(element.type(), depth);
        return element.repeats() ? JSON.createArrayNode().add(single) : single;
    }

    private JsonNode object(FhirType type, int depth) {
        ObjectNode object = JSON.createObjectNode();
        if (depth > MAX_DEPTH) {
            return object;
        }
        Map<String, List<Map.Entry<String, ElementDefinition>>> byName = new LinkedHashMap<>();
        type.elements().entrySet().stream()
                .filter(entry -> !LEFT_OUT.contains(entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> byName.computeIfAbsent(entry.getValue().name(), _ -> new ArrayList<>())
                        .add(entry));
        byName.values().forEach(choices -> {
            Map.Entry<String, ElementDefinition> chosen = choices.get(variant % choices.size());
            if (!isRecursive(type, chosen.getValue().type())) {
                JsonNode value = value(chosen.getValue(), depth + 1);
                if (!value.isContainer()
                        || !value.isEmpty()
                                && !(value.isArray()
                                        && value.get(0).isEmpty()
                                        && value.get(0).isContainer())) {
                    object.set(chosen.getKey(), value);
                }
            }
        });
        return object;
    }

    /** A section in a section, the identifier of a reference in an identifier. */
    private static boolean isRecursive(FhirType container, FhirType type) {
        return container == type
                || type.name().equals("Resource")
                || type.name().equals("Extension");
    }

    private JsonNode primitive(ElementDefinition element) {
        counter++;
        String text = element.name() + counter;
        return switch (element.type().name()) {
            case "boolean" -> JSON.getNodeFactory().booleanNode(true);
            case "integer", "positiveInt", "unsignedInt" ->
                JSON.getNodeFactory().numberNode(100 + counter);
            case "decimal" -> JSON.readTree((100 + counter) + ".50");
            case "date" -> string("2001-02-%02d".formatted(1 + counter % 28));
            case "dateTime" ->
                string("2001-%02d-%02dT10:00:00+01:00".formatted(1 + counter / 28 % 12, 1 + counter % 28));
            case "instant" ->
                string("2001-%02d-%02dT11:00:00+01:00".formatted(1 + counter / 28 % 12, 1 + counter % 28));
            case "time" -> string("10:%02d:00".formatted(counter % 60));
            case "base64Binary" -> string(element.name().equals("hash") ? "" : "Q29udGVudQ==");
            case "code" ->
                string(
                        element.codes().isEmpty()
                                ? text
                                : element.codes().stream()
                                        .sorted()
                                        .toList()
                                        .get(variant % element.codes().size()));
            case "uri", "url", "canonical", "oid", "uuid" ->
                string(element.name().equals("reference") ? "Basic/" + text : "urn:x:" + text);
            case "xhtml" -> string("<div xmlns=\"http://www.w3.org/1999/xhtml\">" + text + "</div>");
            default -> string(element.name().equals("reference") ? "Basic/" + text : text);
        };
    }

    private static JsonNode string(String text) {
        return JSON.getNodeFactory().stringNode(text);
    }

    /** The values inside one property of a resource. */
    static List<Leaf> leaves(ObjectNode resource, String type, String property) {
        List<Leaf> leaves = new ArrayList<>();
        FhirType definition = FhirType.resource(type).orElseThrow();
        ElementDefinition element = definition.element(property).orElseThrow();
        collect(resource.get(property), element, List.of(property), type + "." + element.name(), List.of(type), leaves);
        return leaves;
    }

    private static void collect(
            JsonNode node,
            ElementDefinition element,
            List<Object> path,
            String definitionPath,
            List<String> types,
            List<Leaf> leaves) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), element, plus(path, i), definitionPath, types, leaves);
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> child : node.properties()) {
                element.type()
                        .element(child.getKey())
                        .ifPresent(inner -> collect(
                                child.getValue(),
                                inner,
                                plus(path, child.getKey()),
                                definitionPath + "." + inner.name(),
                                plus(types, element.type().name()),
                                leaves));
            }
        } else {
            leaves.add(new Leaf(path, definitionPath, types));
        }
    }

    private static <T> List<T> plus(List<T> path, T step) {
        List<T> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    /** The resource without one of its values. */
    static ObjectNode without(ObjectNode resource, Leaf leaf) {
        ObjectNode copy = resource.deepCopy();
        JsonNode container = copy;
        for (Object step : leaf.path().subList(0, leaf.path().size() - 1)) {
            container = step instanceof Integer index ? container.get(index) : container.get((String) step);
        }
        Object last = leaf.path().getLast();
        if (last instanceof Integer index) {
            ((ArrayNode) container).remove(index);
        } else {
            ((ObjectNode) container).remove((String) last);
        }
        return copy;
    }
}
