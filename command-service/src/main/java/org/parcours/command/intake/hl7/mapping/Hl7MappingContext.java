package org.parcours.command.intake.hl7.mapping;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.hl7.message.Hl7DateTimeParser;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.Sender;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.PartialDateTime;
import org.parcours.events.Practitioner;
import org.parcours.events.Visit;

/**
 * A message that is being mapped, and what its mapping needs.
 *
 * @param message the segments of one patient: a message with several patients is mapped once for each
 * @param patientNumber which of the message's patients this is: 1, 2, …
 * @param receivedAt the time of a message that contains none (MSH-7 is optional up to v2.4)
 * @param account accounts for the fields that the mapping reads
 */
public record Hl7MappingContext(
        Hl7Message message,
        int patientNumber,
        String trigger,
        Sender sender,
        String messageId,
        OffsetDateTime receivedAt,
        Hl7Properties properties,
        DocumentStore documents,
        FieldAccount account) {

    Hl7MappingContext withTrigger(String otherTrigger) {
        return new Hl7MappingContext(
                message, patientNumber, otherTrigger, sender, messageId, receivedAt, properties, documents, account);
    }

    Hl7Segment segment(String name) {
        return message.segment(name);
    }

    Hl7IdentifierMapper identifiers() {
        return new Hl7IdentifierMapper(sender, properties);
    }

    Hl7DateTimeParser dateTimes() {
        ZoneId zone = properties.zones().getOrDefault(sender.application(), properties.zone());
        return Hl7DateTimeParser.of(zone, message.header().field(7));
    }

    PidSegmentMapper pid() {
        return new PidSegmentMapper(identifiers(), dateTimes());
    }

    Pv1AndZbeSegmentMapper pv1AndZbe() {
        return new Pv1AndZbeSegmentMapper(identifiers(), segment("PV1"), segment("ZBE"));
    }

    /** The patient of PID. */
    PatientEvidence patient() {
        return pid().evidence(segment("PID"));
    }

    Visit visit() {
        return pv1AndZbe().visit(segment("PID"));
    }

    Optional<Practitioner> practitioner(Hl7Segment segment, int field) {
        return Hl7DataTypeMapper.practitioner(identifiers(), segment, field);
    }

    /**
     * When a fact happened: the first present time of these fields and EVN-6; else the time of the report, EVN-2 or
     * MSH-7; else it is unknown.
     */
    OccurrenceTime occurredAt(Hl7FieldRepetition... fields) {
        return Stream.concat(Stream.of(fields), Stream.of(segment("EVN").field(6)))
                .map(dateTimes()::parse)
                .flatMap(Optional::stream)
                .map(OccurrenceTime::stated)
                .findFirst()
                .or(() -> Stream.of(segment("EVN").field(2), message.header().field(7))
                        .map(dateTimes()::parse)
                        .flatMap(Optional::stream)
                        .map(OccurrenceTime::derived)
                        .findFirst())
                .orElseGet(() -> OccurrenceTime.received(receivedAt));
    }

    /** A planned or reported time, as precise as the component states it. */
    Optional<PartialDateTime> time(Hl7FieldRepetition field, int component) {
        return dateTimes().parse(field, component).map(ReportedTime::value);
    }

    /** The first present time. */
    Optional<PartialDateTime> firstTime(Hl7FieldRepetition... fields) {
        return Stream.of(fields).flatMap(field -> time(field, 1).stream()).findFirst();
    }

    private Optional<OffsetDateTime> reportedAt() {
        return Stream.of(segment("EVN").field(2), message.header().field(7))
                .map(dateTimes()::parseIfValid)
                .flatMap(Optional::stream)
                .map(time -> time.value().time())
                .findFirst();
    }

    /** A fact about the message's patient and, if the visit has a number, its stay. */
    Fact fact(OccurrenceTime occurredAt, Event event) {
        return fact(patient(), numberedVisit(), occurredAt, event);
    }

    /** A fact with two meanings; the step already recorded under its number decides. */
    Fact factWithAlternative(OccurrenceTime occurredAt, Event event, Event alternative) {
        return fact(patient(), numberedVisit(), occurredAt, event, Optional.of(alternative));
    }

    private Optional<Visit> numberedVisit() {
        return Optional.of(visit()).filter(visit -> visit.number().isPresent());
    }

    Fact fact(PatientEvidence patient, Optional<Visit> visit, OccurrenceTime occurredAt, Event event) {
        return fact(patient, visit, occurredAt, event, Optional.empty());
    }

    private Fact fact(
            PatientEvidence patient,
            Optional<Visit> visit,
            OccurrenceTime occurredAt,
            Event event,
            Optional<Event> alternative) {
        return new Fact(
                patient,
                visit,
                occurredAt.time(),
                reportedAt(),
                event,
                alternative,
                false,
                EventAnnotations.of(occurredAt.precision(), occurredAt.origin()),
                occurredAt.anomalies());
    }

    /** A number for a fact reported without one: always the same for the same message. */
    Identifier generatedIdentifier(int index) {
        String place = patientNumber == 1 ? String.valueOf(index) : patientNumber + "." + index;
        return Identifier.of("urn:parcours:message:" + sender.application(), messageId + "#" + place);
    }

    List<Fact> facts(OccurrenceTime occurredAt, Event event) {
        return List.of(fact(occurredAt, event));
    }
}
