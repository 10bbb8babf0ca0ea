package org.parcours.command.intake.cloudevents;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parcours.command.message.RejectionException;
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

    private static final Map<String, String> DEMOGRAPHIC_FIELDS =
            Map.of("birthDate", "birthDate", "sex", "sex", "identityStatus", "identityStatus");

    /** Alternative JSON pointers; the first one with a value is used. */
    private record ValueSource(List<JsonPointer> pointers) {

        Optional<String> find(JsonNode data) {
            return pointers.stream()
                    .map(data::at)
                    .filter(node -> node.isValueNode()
                            && !node.isNull()
                            && !node.asString().isBlank())
                    .map(node -> node.asString().strip())
                    .findFirst();
        }

        String require(JsonNode data) {
            return find(data)
                    .orElseThrow(() -> new RejectionException(CloudEventRejectionCode.MAPPED_VALUE_MISSING.at(path())));
        }

        String path() {
            return "data" + pointers.getFirst();
        }
    }

    private record IdentifierMapping(String system, ValueSource value) {

        ObjectNode map(JsonNode data) {
            return JsonNodeFactory.instance.objectNode().put("system", system).put("value", value.require(data));
        }
    }

    private record StatusMapping(
            @Nullable ValueSource source, Map<String, StepStatus> statusByCode, Optional<StepStatus> defaultStatus) {

        StepStatus map(JsonNode data) {
            Optional<StepStatus> mapped =
                    source == null ? Optional.empty() : source.find(data).map(statusByCode::get);
            return mapped.or(() -> defaultStatus)
                    .orElseThrow(() -> new RejectionException(
                            CloudEventRejectionCode.STATUS_NOT_MAPPED.at(source == null ? "data" : source.path())));
        }
    }

    private final Set<String> types;
    private final Map<ValueSource, Set<String>> conditions;
    private final IdentifierMapping patient;
    private final Map<String, ValueSource> demographics;
    private final Optional<IdentifierMapping> visit;
    private final String kind;
    private final IdentifierMapping step;
    private final StatusMapping status;
    private final Optional<ValueSource> occurredAt;
    private final Optional<ValueSource> title;
    private final Map<String, ValueSource> details;

    private CustomCloudEventMappingRule(YamlNode node, StepCatalogue catalogue) {
        node.allowOnly("type", "where", "patient", "visit", "step");
        types = node.get("type").elements().stream().map(YamlNode::text).collect(Collectors.toUnmodifiableSet());
        conditions = new LinkedHashMap<>();
        node.find("where").ifPresent(conditionsNode -> conditionsNode
                .fields()
                .forEach((pointer, values) -> conditions.put(
                        new ValueSource(List.of(pointer(values, pointer))),
                        values.elements().stream().map(YamlNode::text).collect(Collectors.toSet()))));
        YamlNode patientNode = node.get("patient")
                .allowOnly("system", "value", "family", "given", "birthDate", "sex", "identityStatus");
        patient = identifierMapping(patientNode);
        demographics = new LinkedHashMap<>();
        patientNode.fields().forEach((name, child) -> {
            if (!name.equals("system") && !name.equals("value")) {
                demographics.put(name, valueSource(child));
            }
        });
        visit = node.find("visit").map(child -> identifierMapping(child.allowOnly("system", "value")));
        YamlNode stepNode = node.get("step").allowOnly("kind", "number", "status", "occurredAt", "title", "details");
        kind = stepNode.get("kind").text();
        if (catalogue.kind(kind).isEmpty()) {
            throw stepNode.get("kind")
                    .invalid("unknown kind of step: define it under 'kinds' in this file, or use a standard one");
        }
        step = identifierMapping(stepNode.get("number").allowOnly("system", "value"));
        status = statusMapping(stepNode.get("status"));
        occurredAt = stepNode.find("occurredAt").map(CustomCloudEventMappingRule::valueSource);
        title = stepNode.find("title").map(CustomCloudEventMappingRule::valueSource);
        details = new LinkedHashMap<>();
        stepNode.find("details").ifPresent(child -> child.fields()
                .forEach((label, pointers) -> details.put(label, valueSource(pointers))));
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
        Function<String, Optional<String>> demographic =
                name -> Optional.ofNullable(demographics.get(name)).flatMap(source -> source.find(data));
        demographic.apply("family").ifPresent(family -> {
            ObjectNode name = patientNode.putObject("name").put("family", family);
            demographic.apply("given").ifPresent(given -> name.put("given", given));
        });
        DEMOGRAPHIC_FIELDS.forEach(
                (name, field) -> demographic.apply(name).ifPresent(value -> patientNode.put(field, value)));
        visit.ifPresent(number -> mapped.putObject("visit").set("number", number.map(data)));
        occurredAt.ifPresent(source -> mapped.put("occurredAt", source.require(data)));
        mapped.put("kind", kind);
        mapped.put("status", status.map(data).name());
        mapped.set("step", step.map(data));
        title.flatMap(source -> source.find(data)).ifPresent(text -> mapped.put("title", text));
        ObjectNode detailsNode = mapped.putObject("details");
        details.forEach((label, source) -> source.find(data).ifPresent(value -> detailsNode.put(label, value)));
        // How the event was entered is stated by the sender, not by the rule.
        for (String name : List.of("author", "entryMode", "outage")) {
            Optional.ofNullable(data.get(name)).ifPresent(value -> mapped.set(name, value));
        }
        ObjectNode event = cloudEvent.deepCopy();
        event.put("type", STEP_RECORDED);
        event.set("data", mapped);
        return event;
    }

    private static IdentifierMapping identifierMapping(YamlNode node) {
        return new IdentifierMapping(node.get("system").text(), valueSource(node.get("value")));
    }

    private static ValueSource valueSource(YamlNode node) {
        return new ValueSource(node.elements().stream()
                .map(child -> pointer(child, child.text()))
                .toList());
    }

    private static JsonPointer pointer(YamlNode node, String text) {
        if (!text.startsWith("/") || text.length() < 2) {
            throw node.invalid(
                    "'%s' is not a JSON pointer into the event's data; example: /session/start".formatted(text));
        }
        return JsonPointer.compile(text);
    }

    private static StatusMapping statusMapping(YamlNode node) {
        if (node.isText()) {
            return new StatusMapping(null, Map.of(), Optional.of(stepStatus(node)));
        }
        node.allowOnly("from", "when", "otherwise");
        Map<String, StepStatus> statusByCode = new HashMap<>();
        node.get("when").fields().forEach((code, child) -> statusByCode.put(code, stepStatus(child)));
        return new StatusMapping(
                valueSource(node.get("from")),
                statusByCode,
                node.find("otherwise").map(CustomCloudEventMappingRule::stepStatus));
    }

    private static StepStatus stepStatus(YamlNode node) {
        try {
            return StepStatus.valueOf(node.text());
        } catch (IllegalArgumentException e) {
            throw node.invalid("unknown status; possible values: " + Arrays.toString(StepStatus.values()));
        }
    }
}
