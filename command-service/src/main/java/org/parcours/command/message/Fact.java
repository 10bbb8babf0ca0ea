package org.parcours.command.message;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.events.Anomaly;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.StepKey;
import org.parcours.events.Visit;

/**
 * One thing that happened, as a source application reports it.
 *
 * @param visit the stay that it belongs to, where reported; for a {@link org.parcours.events.StayEvent} the event's own
 * @param occurredAt when it happened, with the offset as reported
 * @param reportedAt when the application reported it, where the message states that separately (EVN-2, MSH-7)
 * @param event what happened, as reported; ids that only Parcours assigns are absent
 * @param alternative what the message means where its number is known for another kind of step: an SIU does not always
 *     say that the appointment is an operation
 * @param state whether the fact reports a complete state, as FHIR does: reported again, an unchanged state records
 *     nothing, and a changed one records a correction (ADR 0020)
 * @param annotations what the message states besides, and the precision of {@code occurredAt}
 * @param anomalies what the parser found surprising
 * @param assertion whether the fact happened, or is taken back
 * @param asSent the fact without the names that earlier messages of the application gave to what it refers to; empty
 *     where it is the same. Where either is recorded already, nothing has changed
 */
public record Fact(
        PatientEvidence patient,
        Optional<Visit> visit,
        OffsetDateTime occurredAt,
        Optional<OffsetDateTime> reportedAt,
        Event event,
        Optional<Event> alternative,
        boolean state,
        EventAnnotations annotations,
        List<Anomaly> anomalies,
        Assertion assertion,
        Optional<Fact> asSent) {

    /** What the report of a state says about the fact. */
    public enum Assertion {
        /** It happened, or is planned. */
        HAPPENED,
        /** It happened, and is recorded only where nothing of the thing was recorded before (FHIR conditional create). */
        ONLY_IF_UNKNOWN,
        /**
         * The event ends or takes back what an earlier version of the same state reported: a reopened Encounter has no
         * discharge. Where nothing of that was recorded there is nothing to record.
         */
        ONLY_IF_KNOWN,
        /**
         * The event was reported by mistake (FHIR entered-in-error): the recorded events of the same thing are
         * withdrawn. Where there are none there is nothing to record.
         */
        ENTERED_IN_ERROR
    }

    public Fact {
        anomalies = List.copyOf(anomalies);
    }

    public Fact(
            PatientEvidence patient,
            Optional<Visit> visit,
            OffsetDateTime occurredAt,
            Optional<OffsetDateTime> reportedAt,
            Event event,
            Optional<Event> alternative,
            boolean state,
            EventAnnotations annotations,
            List<Anomaly> anomalies) {
        this(
                patient,
                visit,
                occurredAt,
                reportedAt,
                event,
                alternative,
                state,
                annotations,
                anomalies,
                Assertion.HAPPENED,
                Optional.empty());
    }

    /** A fact without annotations. */
    public Fact(
            PatientEvidence patient,
            Optional<Visit> visit,
            OffsetDateTime occurredAt,
            Optional<OffsetDateTime> reportedAt,
            Event event,
            Optional<Event> alternative,
            boolean state) {
        this(patient, visit, occurredAt, reportedAt, event, alternative, state, EventAnnotations.NONE, List.of());
    }

    /** A fact that reports something that happened, not a state. */
    public Fact(
            PatientEvidence patient,
            Optional<Visit> visit,
            OffsetDateTime occurredAt,
            Optional<OffsetDateTime> reportedAt,
            Event event,
            Optional<Event> alternative) {
        this(patient, visit, occurredAt, reportedAt, event, alternative, false);
    }

    /** A fact without a time of report: the time of receipt takes its place. */
    public Fact(PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt, Event event) {
        this(patient, visit, occurredAt, Optional.empty(), event, Optional.empty());
    }

    public Optional<Fact> asAlternative() {
        return alternative.map(this::withEvent);
    }

    /** The fact with the event that results from what was recorded before. */
    public Fact withEvent(Event event) {
        return new Fact(
                patient,
                visit,
                occurredAt,
                reportedAt,
                event,
                Optional.empty(),
                state,
                annotations,
                anomalies,
                assertion,
                asSent);
    }

    /** The fact as the report of a state: an unchanged one records nothing. */
    public Fact asState() {
        return new Fact(
                patient,
                visit,
                occurredAt,
                reportedAt,
                event,
                alternative,
                true,
                annotations,
                anomalies,
                assertion,
                asSent);
    }

    public Fact withAnnotations(EventAnnotations others) {
        return new Fact(
                patient,
                visit,
                occurredAt,
                reportedAt,
                event,
                alternative,
                state,
                others,
                anomalies,
                assertion,
                asSent);
    }

    public Fact withAsSent(Fact sent) {
        return new Fact(
                patient,
                visit,
                occurredAt,
                reportedAt,
                event,
                alternative,
                state,
                annotations,
                anomalies,
                assertion,
                Optional.of(sent));
    }

    /** With further anomalies. */
    public Fact withAnomalies(List<Anomaly> more) {
        List<Anomaly> all =
                Stream.concat(anomalies.stream(), more.stream()).distinct().toList();
        return new Fact(
                patient, visit, occurredAt, reportedAt, event, alternative, state, annotations, all, assertion, asSent);
    }

    /** A state that is recorded only where an earlier version of it was: see {@link Assertion#ONLY_IF_KNOWN}. */
    public Fact onlyIfKnown() {
        return asserted(Assertion.ONLY_IF_KNOWN);
    }

    /** A fact that changes nothing of what is known: see {@link Assertion#ONLY_IF_UNKNOWN}. */
    public Fact onlyIfUnknown() {
        return asserted(Assertion.ONLY_IF_UNKNOWN);
    }

    /** Whether the fact takes back what was recorded. */
    public boolean takesBack() {
        return assertion == Assertion.ONLY_IF_KNOWN || assertion == Assertion.ENTERED_IN_ERROR;
    }

    /** The fact, mapped as if it had happened, as one that was entered in error. */
    public Fact enteredInError() {
        return asserted(Assertion.ENTERED_IN_ERROR);
    }

    private Fact asserted(Assertion other) {
        return new Fact(
                patient,
                visit,
                occurredAt,
                reportedAt,
                event,
                alternative,
                true,
                annotations,
                anomalies,
                other,
                asSent);
    }

    /** The business keys of the fact's step: those of the event, then the further ones. */
    public List<StepKey> stepKeys() {
        return annotations.otherKeys().isEmpty()
                ? event.stepKeys()
                : Stream.concat(event.stepKeys().stream(), annotations.otherKeys().stream())
                        .distinct()
                        .toList();
    }
}
