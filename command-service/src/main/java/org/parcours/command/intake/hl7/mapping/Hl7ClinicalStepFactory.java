package org.parcours.command.intake.hl7.mapping;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Anomaly;
import org.parcours.events.DerivedIds;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;
import org.parcours.events.Visit;

/**
 * Makes the facts of what every message of a feed repeats: allergies, diagnoses, procedures. Such a fact is a state
 * (ADR 0020): repeated unchanged, it records nothing.
 */
record Hl7ClinicalStepFactory(Hl7MappingContext context) {

    /** HL7 tables 0206 and 0323: add, delete, update, no change; S and N, snapshot and null, of later versions. */
    private static final List<String> ACTION_CODES = List.of("", "A", "D", "U", "X", "S", "N");

    /**
     * @param number the application's own; else it is derived from the patient and {@code content}
     * @param content what identifies the step without a number: its code, and the stay where it belongs to one
     * @param statedAt without it, the time of the report, which is no evidence of a change
     * @param action the code of table 0206 or 0323 with its path
     */
    Fact fact(
            String kind,
            Optional<Identifier> number,
            List<String> content,
            StepStatus status,
            String title,
            Optional<ReportedTime> statedAt,
            Hl7FieldRepetition action,
            EventAnnotations details) {
        PatientEvidence patient = context.patient();
        Identifier step = number.orElseGet(() -> derivedNumber(kind, patient, content));
        OccurrenceTime at = statedAt.map(OccurrenceTime::stated).orElseGet(this::reported);
        StepStatus effective = action.text().equals("D") ? StepStatus.CANCELLED : status;
        Fact fact = new Fact(
                patient,
                Optional.of(context.visit()).filter(visit -> visit.number().isPresent()),
                at.time(),
                Optional.of(reported().time()),
                new StepRecorded(kind, step, effective, Optional.of(title), Optional.empty(), Map.of()),
                Optional.empty(),
                true,
                details.withTime(at.precision(), at.origin()),
                at.anomalies());
        return ACTION_CODES.contains(action.text())
                ? fact
                : fact.withAnomalies(List.of(
                        Anomaly.of(Anomaly.Code.UNREAD_MAY_CHANGE_MEANING, action.path() + " " + action.text())));
    }

    Optional<String> visitNumber() {
        Optional<Visit> visit = Optional.of(context.visit());
        return visit.flatMap(Visit::number).map(Identifier::value);
    }

    Optional<ReportedTime> time(Hl7FieldRepetition field) {
        return context.dateTimes().parseIfValid(field);
    }

    /** EVN-2 or MSH-7; not EVN-6, which is the time of the movement that the message is about. */
    private OccurrenceTime reported() {
        OffsetDateTime receivedAt = context.receivedAt();
        return time(context.segment("EVN").field(2))
                .or(() -> time(context.message().header().field(7)))
                .map(OccurrenceTime::derived)
                .orElseGet(() -> OccurrenceTime.received(receivedAt));
    }

    /** Rule 9: without an authority it identifies within its application only. */
    private Identifier derivedNumber(String kind, PatientEvidence patient, List<String> content) {
        Identifier first = patient.identifiers().getFirst();
        return Identifier.of(
                "urn:parcours:" + kind + ":" + context.sender().application(),
                DerivedIds.hash(first.system(), first.value(), String.join("\n", content)));
    }
}
