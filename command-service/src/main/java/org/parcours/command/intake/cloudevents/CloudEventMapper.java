package org.parcours.command.intake.cloudevents;

import java.time.Clock;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.cloudevents.PatientMapper.MappedPatient;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.DerivedIds;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StayEvent;
import org.parcours.events.Visit;
import org.parcours.events.catalogue.StepCatalogue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Maps a CloudEvent, whose attributes and texts are checked, to a fact. */
final class CloudEventMapper {

    /** Writes the same text for the same content, whatever the order and layout of its fields. */
    private static final JsonMapper CANONICAL =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    /** Fields of every {@code data}, which the event itself does not have. */
    private static final Set<String> FACT_FIELDS = Set.of("patient", "occurredAt", "author", "entryMode", "outage");

    private static final String VISIT = "visit";

    /** Of one event: a longer list helps nobody. */
    private static final int MAX_UNKNOWN_FIELDS = 100;

    private final FactBinder binder;
    private final PatientMapper patients;
    private final LongObservationStorer observations;
    private final StepCatalogue catalogue;
    private final CloudEventLimitProperties limits;
    private final TextLengthCheck lengths;
    private final Clock clock;

    CloudEventMapper(
            FactBinder binder,
            LongObservationStorer observations,
            StepCatalogue catalogue,
            CloudEventLimitProperties limits,
            Clock clock) {
        this.binder = binder;
        this.patients = new PatientMapper(binder);
        this.observations = observations;
        this.catalogue = catalogue;
        this.limits = limits;
        this.lengths = new TextLengthCheck(limits);
        this.clock = clock;
    }

    /**
     * What a rule of the hospital replaced.
     *
     * @param digest of the content as sent
     * @param unread the paths of the fields as sent that the rule does not read
     */
    record Rewritten(String digest, List<String> unread) {}

    /** @throws RejectionException naming the field */
    MappedCloudEvent map(ObjectNode cloudEvent, Sender sender, Optional<Rewritten> rewritten) {
        ObjectNode sent = (ObjectNode) cloudEvent.get("data");
        String type = cloudEvent.get("type").asString();
        ObjectNode data = (ObjectNode) SentValues.toRecord(sent);
        MappedPatient patient = patients.map(data);
        OccurrenceTime time = occurrenceTime(cloudEvent, data);
        observations.store(data);
        Event event = event(type, data, patient.evidence());
        Optional<Visit> visit = visit(data, event);
        checkLengths(data, patient.evidence(), event, visit);
        List<String> unknown =
                rewritten.map(Rewritten::unread).orElseGet(() -> unknownFields(type, data, event)).stream()
                        .distinct()
                        .limit(MAX_UNKNOWN_FIELDS)
                        .toList();
        if (rewritten.isEmpty() && limits.strict() && !unknown.isEmpty()) {
            throw CloudEventRejectionCode.UNKNOWN_FIELD.exceptionAt(unknown.getFirst(), "parcours.http.strict");
        }
        Fact fact = new Fact(patient.evidence(), visit, time.start(), event)
                .withAnnotations(EventAnnotations.of(time.value().precision(), time.origin())
                        .withUnread(unknown))
                .withAnomalies(time.anomalies());
        ParsedMessage message = new ParsedMessage(
                sender,
                cloudEvent.get("id").asString(),
                // Without `time`, unless it is the fact's: a client may set a new one when it sends the event again.
                rewritten
                        .map(Rewritten::digest)
                        .orElseGet(() -> digest(type, time.start().toString(), sent)),
                clock.instant(),
                DataEntryMetadataMapper.map(data),
                List.of(fact),
                List.of());
        return new MappedCloudEvent(
                message,
                Stream.concat(patient.notUsed().stream(), unknown.stream()).toList());
    }

    static String digest(String type, JsonNode sentData) {
        return DerivedIds.hash(type, CANONICAL.writeValueAsString(SentValues.toCompare(sentData)));
    }

    private static String digest(String type, String occurredAt, JsonNode sentData) {
        return DerivedIds.hash(type, occurredAt, CANONICAL.writeValueAsString(SentValues.toCompare(sentData)));
    }

    private OccurrenceTime occurrenceTime(ObjectNode cloudEvent, ObjectNode data) {
        Optional<String> stated = FactBinder.text(data, "occurredAt", "data.occurredAt");
        if (stated.isPresent()) {
            return parseTime(stated.get(), "data.occurredAt");
        }
        String sent = FactBinder.text(cloudEvent, "time", "time")
                .orElseThrow(() -> CloudEventRejectionCode.TIME_MISSING.exceptionAt("data.occurredAt"));
        return parseTime(sent, "time").asTimeOfReport();
    }

    private OccurrenceTime parseTime(String text, String field) {
        try {
            return OccurrenceTime.parse(text, limits.zone());
        } catch (DateTimeException e) {
            throw CloudEventRejectionCode.TIME_MALFORMED.exceptionAt(
                    field, "a text of %d characters found; the years are 1 to 9999".formatted(text.length()));
        }
    }

    private Event event(String type, ObjectNode data, PatientEvidence patient) {
        Event event = binder.event(type, withPatientFields(data, patient));
        if (event instanceof StepRecorded step && catalogue.kind(step.kind()).isEmpty()) {
            throw CloudEventRejectionCode.UNKNOWN_KIND.exceptionAt("data.kind");
        }
        return event;
    }

    /** The data of an identity event repeats its patient; missing fields are taken from {@code patient}. */
    private ObjectNode withPatientFields(ObjectNode data, PatientEvidence patient) {
        ObjectNode eventFields = data.deepCopy();
        eventFields.putIfAbsent("identifiers", binder.tree(patient.identifiers()));
        eventFields.putIfAbsent("demographics", binder.tree(patient.demographics()));
        return eventFields;
    }

    /** Some events have a visit of their own; for the others it is the field {@code data.visit}. */
    private Optional<Visit> visit(ObjectNode data, Event event) {
        if (event instanceof StayEvent stay) {
            return Optional.of(stay.visit());
        }
        if (event instanceof PatientArrived arrived) {
            return arrived.visit();
        }
        if (event instanceof StayReassigned reassigned) {
            return Optional.of(reassigned.visit());
        }
        return Optional.ofNullable(data.get(VISIT))
                .filter(visit -> !visit.isNull())
                .map(visit -> binder.bind(visit, Visit.class, "data.visit"));
    }

    private void checkLengths(ObjectNode data, PatientEvidence patient, Event event, Optional<Visit> visit) {
        lengths.check(binder.tree(patient.identifiers()), PatientMapper.PATH + ".identifiers");
        lengths.check(binder.tree(patient.demographics()), PatientMapper.PATH);
        visit.ifPresent(stay -> lengths.check(binder.tree(stay), "data.visit"));
        lengths.check(binder.tree(event), "data");
        for (String name : List.of("author", "outage")) {
            FactBinder.textIfAny(data, name).ifPresent(text -> lengths.checkName(text, "data." + name));
        }
    }

    private List<String> unknownFields(String type, ObjectNode data, Event event) {
        List<String> unknown = new ArrayList<>(patients.unknownFields(data.path("patient")));
        boolean eventHasVisit =
                event instanceof StayEvent || event instanceof PatientArrived || event instanceof StayReassigned;
        if (!eventHasVisit) {
            binder.unknownFields(Visit.class, data.path(VISIT))
                    .forEach(steps -> unknown.add(FieldPath.of("data.visit", steps)));
        }
        binder.unknownFields(type, data).stream()
                .filter(steps -> steps.size() > 1 || !FACT_FIELDS.contains(steps.getFirst()))
                .filter(steps ->
                        steps.size() > 1 || eventHasVisit || !steps.getFirst().equals(VISIT))
                .forEach(steps -> unknown.add(FieldPath.of("data", steps)));
        return unknown;
    }
}
