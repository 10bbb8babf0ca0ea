package org.parcours.command.intake.hl7.mapping;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.hl7.message.Hl7DateTimeParser;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.Sender;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Practitioner;
import org.parcours.events.Visit;

/**
 * A message that is being mapped, and what its mapping needs.
 *
 * @param receivedAt the time of a message that contains none (MSH-7 is optional up to v2.4)
 */
public record Hl7MappingContext(
        Hl7Message message,
        String trigger,
        Sender sender,
        String messageId,
        OffsetDateTime receivedAt,
        Hl7Properties properties,
        DocumentStore documents) {

    Hl7MappingContext withTrigger(String otherTrigger) {
        return new Hl7MappingContext(message, otherTrigger, sender, messageId, receivedAt, properties, documents);
    }

    Hl7Segment segment(String name) {
        return message.segment(name);
    }

    Hl7IdentifierMapper identifiers() {
        return new Hl7IdentifierMapper(sender, properties.authorities());
    }

    Hl7DateTimeParser dateTimes() {
        return new Hl7DateTimeParser(properties.zone());
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

    /** The first present time of these fields, else that of the message: EVN-6, EVN-2, MSH-7. */
    OffsetDateTime occurredAt(Hl7FieldRepetition... fields) {
        Hl7Segment evn = segment("EVN");
        return Stream.concat(
                        Stream.of(fields),
                        Stream.of(evn.field(6), evn.field(2), message.header().field(7)))
                .map(dateTimes()::parse)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(receivedAt);
    }

    private Optional<OffsetDateTime> reportedAt() {
        return Stream.of(segment("EVN").field(2), message.header().field(7))
                .map(dateTimes()::parseIfValid)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A fact about the message's patient and, if the visit has a number, its stay. */
    Fact fact(OffsetDateTime occurredAt, Event event) {
        return fact(patient(), numberedVisit(), occurredAt, event);
    }

    /** A fact with two meanings; the step already recorded under its number decides. */
    Fact factWithAlternative(OffsetDateTime occurredAt, Event event, Event alternative) {
        return new Fact(patient(), numberedVisit(), occurredAt, reportedAt(), event, Optional.of(alternative));
    }

    private Optional<Visit> numberedVisit() {
        return Optional.of(visit()).filter(visit -> visit.number().isPresent());
    }

    Fact fact(PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt, Event event) {
        return new Fact(patient, visit, occurredAt, reportedAt(), event, Optional.empty());
    }

    /** A number for a fact reported without one: always the same for the same message. */
    Identifier generatedIdentifier(int index) {
        return Identifier.of("urn:parcours:message:" + sender.application(), messageId + "#" + index);
    }

    List<Fact> facts(OffsetDateTime occurredAt, Event event) {
        return List.of(fact(occurredAt, event));
    }
}
