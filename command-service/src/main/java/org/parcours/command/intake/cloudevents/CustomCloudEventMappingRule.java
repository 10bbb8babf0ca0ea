package org.parcours.command.intake.cloudevents;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.CustomStepStatusMapping;
import org.parcours.events.StepStatus;
import org.parcours.events.applications.YamlNode;
import org.parcours.events.catalogue.StepCatalogue;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A mapping, defined by the hospital, of a CloudEvent of an application's own type to a {@value #STEP_RECORDED}: JSON
 * pointers into its {@code data} supply the fields of the step.
 */
public final class CustomCloudEventMappingRule {

    static final String STEP_RECORDED = "org.parcours.StepRecorded.v1";

    private static final List<String> DATA_ENTRY_FIELDS = List.of("author", "entryMode", "outage");

    /** Alternative JSON pointers; the first one with a value is used. */
    private record ValueSource(List<JsonPointer> pointers) {

        static ValueSource parse(YamlNode node) {
            return new ValueSource(node.elements().stream()
                    .map(child -> pointer(child, child.text()))
                    .toList());
        }

        Optional<String> find(JsonNode data) {
            return pointers.stream()
                    .map(data::at)
                    .filter(node -> node.isValueNode() && !node.isNull())
                    .map(node -> node.asString().strip())
                    .filter(text -> !text.isEmpty())
                    .findFirst();
        }

        String require(JsonNode data) {
            return find(data).orElseThrow(() -> CloudEventRejectionCode.MAPPED_VALUE_MISSING.exceptionAt(path()));
        }

        String path() {
            return "data" + pointers.getFirst();
        }
    }

    private record IdentifierMapping(String system, ValueSource value) {

        static IdentifierMapping parse(YamlNode node) {
            return new IdentifierMapping(node.get("system").text(), ValueSource.parse(node.get("value")));
        }

        ObjectNode map(JsonNode data) {
            return JsonNodeFactory.instance.objectNode().put("system", system).put("value", value.require(data));
        }
    }

    private final Set<String> types;
    private final Map<ValueSource, Set<String>> conditions = new LinkedHashMap<>();
    private final IdentifierMapping patient;
    private final Map<String, ValueSource> demographics = new LinkedHashMap<>();
    private final Optional<IdentifierMapping> visit;
    private final String kind;
    private final IdentifierMapping step;
    private final CustomStepStatusMapping status;
    private final Optional<ValueSource> statusCode;
    private final Optional<ValueSource> occurredAt;
    private final Optional<ValueSource> title;
    private final Map<String, ValueSource> details = new LinkedHashMap<>();

    private CustomCloudEventMappingRule(YamlNode node, StepCatalogue catalogue) {
        node.allowOnly("type", "where", "patient", "visit", "step");
        types = texts(node.get("type"));
        fields(node, "where")
                .forEach((pointer, values) ->
                        conditions.put(new ValueSource(List.of(pointer(values, pointer))), texts(values)));
        YamlNode patientNode = node.get("patient")
                .allowOnly("system", "value", "family", "given", "birthDate", "sex", "identityStatus");
        patient = IdentifierMapping.parse(patientNode);
        patientNode.fields().forEach((name, child) -> {
            if (!name.equals("system") && !name.equals("value")) {
                demographics.put(name, ValueSource.parse(child));
            }
        });
        visit = node.find("visit").map(child -> IdentifierMapping.parse(child.allowOnly("system", "value")));
        YamlNode stepNode = node.get("step").allowOnly("kind", "number", "status", "occurredAt", "title", "details");
        kind = stepNode.get("kind").text();
        if (catalogue.kind(kind).isEmpty()) {
            throw stepNode.get("kind")
                    .invalid("unknown kind of step: define it under 'kinds' in this file, or use a standard one");
        }
        step = IdentifierMapping.parse(stepNode.get("number").allowOnly("system", "value"));
        YamlNode statusNode = stepNode.get("status");
        status = CustomStepStatusMapping.parse(statusNode);
        statusCode = statusNode.isText() ? Optional.empty() : Optional.of(ValueSource.parse(statusNode.get("from")));
        occurredAt = stepNode.find("occurredAt").map(ValueSource::parse);
        title = stepNode.find("title").map(ValueSource::parse);
        fields(stepNode, "details").forEach((label, pointers) -> details.put(label, ValueSource.parse(pointers)));
    }

    /** One element of a file's {@code cloudevents}. */
    public static CustomCloudEventMappingRule read(YamlNode node, StepCatalogue catalogue) {
        return new CustomCloudEventMappingRule(node, catalogue);
    }

    boolean matches(String type, JsonNode data) {
        return types.contains(type)
                && conditions.entrySet().stream().allMatch(condition -> condition
                        .getKey()
                        .find(data)
                        .filter(value -> condition.getValue().contains("*")
                                || condition.getValue().contains(value))
                        .isPresent());
    }

    /** The event as an {@value #STEP_RECORDED}. */
    ObjectNode rewrite(ObjectNode cloudEvent, JsonNode data) {
        ObjectNode mapped = JsonNodeFactory.instance.objectNode();
        ObjectNode patientNode = mapped.putObject("patient");
        patientNode.putArray("identifiers").add(patient.map(data));
        demographic("family", data).ifPresent(family -> {
            ObjectNode name = patientNode.putObject("name").put("family", family);
            demographic("given", data).ifPresent(given -> name.put("given", given));
        });
        for (String name : List.of("birthDate", "sex", "identityStatus")) {
            demographic(name, data).ifPresent(value -> patientNode.put(name, value));
        }
        visit.ifPresent(number -> mapped.putObject("visit").set("number", number.map(data)));
        occurredAt.ifPresent(source -> mapped.put("occurredAt", source.require(data)));
        mapped.put("kind", kind);
        mapped.put("status", status(data).name());
        mapped.set("step", step.map(data));
        title.flatMap(source -> source.find(data)).ifPresent(text -> mapped.put("title", text));
        ObjectNode detailsNode = mapped.putObject("details");
        details.forEach((label, source) -> source.find(data).ifPresent(value -> detailsNode.put(label, value)));
        // How the event was entered is stated by the sender, not by the rule.
        for (String name : DATA_ENTRY_FIELDS) {
            Optional.ofNullable(data.get(name)).ifPresent(value -> mapped.set(name, value));
        }
        ObjectNode event = cloudEvent.deepCopy();
        event.put("type", STEP_RECORDED);
        event.set("data", mapped);
        return event;
    }

    /** The paths of the values of the data that no part of the rule reads (rule 8). */
    List<String> unreadFields(JsonNode data) {
        Set<JsonPointer> read =
                sources().flatMap(source -> source.pointers().stream()).collect(Collectors.toSet());
        DATA_ENTRY_FIELDS.forEach(name -> read.add(JsonPointer.empty().appendProperty(name)));
        return new UnreadFieldCollector(read).collect(data);
    }

    private Stream<ValueSource> sources() {
        return Stream.of(
                        conditions.keySet().stream(),
                        Stream.of(patient.value(), step.value()),
                        visit.map(IdentifierMapping::value).stream(),
                        demographics.values().stream(),
                        details.values().stream(),
                        Stream.of(statusCode, occurredAt, title).flatMap(Optional::stream))
                .flatMap(sources -> sources);
    }

    private Optional<String> demographic(String name, JsonNode data) {
        return Optional.ofNullable(demographics.get(name)).flatMap(source -> source.find(data));
    }

    private StepStatus status(JsonNode data) {
        return status.statusOf(statusCode.flatMap(source -> source.find(data)))
                .orElseThrow(() -> CloudEventRejectionCode.STATUS_NOT_MAPPED.exceptionAt(
                        statusCode.map(ValueSource::path).orElse("data")));
    }

    private static Map<String, YamlNode> fields(YamlNode node, String field) {
        return node.find(field).map(YamlNode::fields).orElse(Map.of());
    }

    private static Set<String> texts(YamlNode node) {
        return node.elements().stream().map(YamlNode::text).collect(Collectors.toSet());
    }

    private static JsonPointer pointer(YamlNode node, String text) {
        if (!text.startsWith("/") || text.length() < 2) {
            throw node.invalid(
                    "'%s' is not a JSON pointer into the event's data; example: /session/start".formatted(text));
        }
        return JsonPointer.compile(text);
    }
}
