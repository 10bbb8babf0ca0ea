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
 * What a CloudEvent of an application's own type means, told by the hospital: places in its {@code data} (JSON
 * pointers) become the {@code data} of a step that the application could have told itself.
 */
public final class CloudEventRule {

    static final String STEP_RECORDED = "org.parcours.StepRecorded.v1";

    private static final Map<String, String> OF_THE_PATIENT =
            Map.of("birthDate", "birthDate", "sex", "sex", "identityStatus", "identityStatus");

    /** Several places of which the first that says something counts. */
    private record Source(List<JsonPointer> places) {

        Optional<String> in(JsonNode data) {
            return places.stream()
                    .map(data::at)
                    .filter(node -> node.isValueNode()
                            && !node.isNull()
                            && !node.asString().isBlank())
                    .map(node -> node.asString().strip())
                    .findFirst();
        }

        String needed(JsonNode data) {
            return in(data).orElseThrow(() -> new RejectionException(CloudEventRejections.NOTHING_TO_MAP.at(place())));
        }

        String place() {
            return "data" + places.getFirst();
        }
    }

    private record Numbered(String system, Source value) {

        ObjectNode in(JsonNode data) {
            return JsonNodeFactory.instance.objectNode().put("system", system).put("value", value.needed(data));
        }
    }

    private record Status(@Nullable Source from, Map<String, StepStatus> when, Optional<StepStatus> otherwise) {

        StepStatus in(JsonNode data) {
            Optional<StepStatus> told =
                    from == null ? Optional.empty() : from.in(data).map(when::get);
            return told.or(() -> otherwise)
                    .orElseThrow(() -> new RejectionException(
                            CloudEventRejections.STATUS_NOT_MAPPED.at(from == null ? "data" : from.place())));
        }
    }

    private final Set<String> types;
    private final Map<Source, Set<String>> where;
    private final Numbered patient;
    private final Map<String, Source> aboutThePatient;
    private final Optional<Numbered> visit;
    private final String kind;
    private final Numbered step;
    private final Status status;
    private final Optional<Source> occurredAt;
    private final Optional<Source> title;
    private final Map<String, Source> details;

    private CloudEventRule(YamlNode told, StepCatalogue catalogue) {
        told.allowOnly("type", "where", "patient", "visit", "step");
        types = told.get("type").elements().stream().map(YamlNode::text).collect(Collectors.toUnmodifiableSet());
        where = new LinkedHashMap<>();
        told.find("where").ifPresent(conditions -> conditions
                .fields()
                .forEach((pointer, values) -> where.put(
                        new Source(List.of(pointer(values, pointer))),
                        values.elements().stream().map(YamlNode::text).collect(Collectors.toSet()))));
        YamlNode who = told.get("patient")
                .allowOnly("system", "value", "family", "given", "birthDate", "sex", "identityStatus");
        patient = numbered(who);
        aboutThePatient = new LinkedHashMap<>();
        who.fields().forEach((name, place) -> {
            if (!name.equals("system") && !name.equals("value")) {
                aboutThePatient.put(name, source(place));
            }
        });
        visit = told.find("visit").map(place -> numbered(place.allowOnly("system", "value")));
        YamlNode what = told.get("step").allowOnly("kind", "number", "status", "occurredAt", "title", "details");
        kind = what.get("kind").text();
        if (catalogue.kind(kind).isEmpty()) {
            throw what.get("kind")
                    .invalid("no such kind of step: tell it under 'kinds' in this file, or use one that ships");
        }
        step = numbered(what.get("number").allowOnly("system", "value"));
        status = status(what.get("status"));
        occurredAt = what.find("occurredAt").map(CloudEventRule::source);
        title = what.find("title").map(CloudEventRule::source);
        details = new LinkedHashMap<>();
        what.find("details").ifPresent(place -> place.fields().forEach((label, at) -> details.put(label, source(at))));
    }

    /** One element of a file's {@code cloudevents}. */
    public static CloudEventRule read(YamlNode told, StepCatalogue catalogue) {
        return new CloudEventRule(told, catalogue);
    }

    boolean isAbout(String type, JsonNode data) {
        return types.contains(type)
                && where.entrySet().stream().allMatch(condition -> condition
                        .getKey()
                        .in(data)
                        .filter(value -> condition.getValue().contains("*")
                                || condition.getValue().contains(value))
                        .isPresent());
    }

    /** The event as its application could have told it in the words of the catalogue. */
    ObjectNode rewritten(ObjectNode cloudEvent, JsonNode data) {
        ObjectNode mapped = JsonNodeFactory.instance.objectNode();
        ObjectNode who = mapped.putObject("patient");
        who.putArray("identifiers").add(patient.in(data));
        Function<String, Optional<String>> told =
                name -> Optional.ofNullable(aboutThePatient.get(name)).flatMap(source -> source.in(data));
        told.apply("family").ifPresent(family -> {
            ObjectNode name = who.putObject("name").put("family", family);
            told.apply("given").ifPresent(given -> name.put("given", given));
        });
        OF_THE_PATIENT.forEach((name, field) -> told.apply(name).ifPresent(value -> who.put(field, value)));
        visit.ifPresent(number -> mapped.putObject("visit").set("number", number.in(data)));
        occurredAt.ifPresent(source -> mapped.put("occurredAt", source.needed(data)));
        mapped.put("kind", kind);
        mapped.put("status", status.in(data).name());
        mapped.set("step", step.in(data));
        title.flatMap(source -> source.in(data)).ifPresent(text -> mapped.put("title", text));
        ObjectNode words = mapped.putObject("details");
        details.forEach((label, source) -> source.in(data).ifPresent(word -> words.put(label, word)));
        // What says how an event was told stays the sender's to say.
        for (String name : List.of("author", "entryMode", "outage")) {
            Optional.ofNullable(data.get(name)).ifPresent(value -> mapped.set(name, value));
        }
        ObjectNode event = cloudEvent.deepCopy();
        event.put("type", STEP_RECORDED);
        event.set("data", mapped);
        return event;
    }

    private static Numbered numbered(YamlNode told) {
        return new Numbered(told.get("system").text(), source(told.get("value")));
    }

    private static Source source(YamlNode told) {
        return new Source(told.elements().stream()
                .map(place -> pointer(place, place.text()))
                .toList());
    }

    private static JsonPointer pointer(YamlNode told, String text) {
        if (!text.startsWith("/") || text.length() < 2) {
            throw told.invalid("'%s' is no place in the event's data; one looks like /session/start".formatted(text));
        }
        return JsonPointer.compile(text);
    }

    private static Status status(YamlNode told) {
        if (told.isText()) {
            return new Status(null, Map.of(), Optional.of(oneStatus(told)));
        }
        told.allowOnly("from", "when", "otherwise");
        Map<String, StepStatus> when = new HashMap<>();
        told.get("when").fields().forEach((code, place) -> when.put(code, oneStatus(place)));
        return new Status(source(told.get("from")), when, told.find("otherwise").map(CloudEventRule::oneStatus));
    }

    private static StepStatus oneStatus(YamlNode told) {
        try {
            return StepStatus.valueOf(told.text());
        } catch (IllegalArgumentException e) {
            throw told.invalid("no such status; there are " + Arrays.toString(StepStatus.values()));
        }
    }
}
