package org.parcours.command.intake.hl7.mapping;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.intake.hl7.message.Hl7Times;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.Sender;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Visit;

/**
 * A message that is about to be understood, and what is needed to do so.
 *
 * @param receivedAt the time of a message that tells none (MSH-7 is optional up to v2.4)
 */
public record Told(
        Hl7Message message,
        String trigger,
        Sender sender,
        String messageId,
        OffsetDateTime receivedAt,
        Hl7Properties settings,
        DocumentStore documents) {

    /** The same message, as if it were of another trigger. */
    Told triggeredBy(String other) {
        return new Told(message, other, sender, messageId, receivedAt, settings, documents);
    }

    Hl7Segment segment(String name) {
        return message.segment(name);
    }

    Numbers numbers() {
        return new Numbers(sender, settings.authorities());
    }

    Hl7Times times() {
        return new Hl7Times(settings.zone());
    }

    /** The patient of PID. */
    PatientEvidence patient() {
        return new Patients(numbers(), times()).evidence(segment("PID"));
    }

    /** The first of the fields that tells a time, else the message's own. */
    OffsetDateTime occurredAt(Hl7Field... fields) {
        return Stream.concat(
                        Stream.of(fields),
                        Stream.of(
                                segment("EVN").field(6),
                                segment("EVN").field(2),
                                message.header().field(7)))
                .map(times()::read)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(receivedAt);
    }

    private Optional<OffsetDateTime> toldAt() {
        return Stream.of(segment("EVN").field(2), message.header().field(7))
                .map(times()::readIfPossible)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A fact of the message's own patient and, where it has a number, stay. */
    Fact fact(OffsetDateTime occurredAt, Event event) {
        return fact(patient(), numberedVisit(), occurredAt, event);
    }

    /** A fact whose number decides which of the two it is. */
    Fact either(OffsetDateTime occurredAt, Event event, Event otherwise) {
        return new Fact(patient(), numberedVisit(), occurredAt, toldAt(), event, Optional.of(otherwise));
    }

    private Optional<Visit> numberedVisit() {
        return Optional.of(new Stays(numbers()).visit(segment("PID"), segment("PV1")))
                .filter(visit -> visit.number().isPresent());
    }

    Fact fact(PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt, Event event) {
        return new Fact(patient, visit, occurredAt, toldAt(), event, Optional.empty());
    }

    /** A number for what was told without one: always the same for the same message. */
    Identifier ownNumber(int index) {
        return Identifier.of("urn:parcours:message:" + sender.application(), messageId + "#" + index);
    }

    List<Fact> facts(OffsetDateTime occurredAt, Event event) {
        return List.of(fact(occurredAt, event));
    }
}
