package org.parcours.command.journey.decision;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.journey.stay.MovementChange;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.DetailKey;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.IdentityEvent;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MovementKind;
import org.parcours.events.OtherEvent.EventsWithdrawn;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StayEvent;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/** Checks when a fact happened, as reported, against when its message was received (rule 2). */
final class OccurrenceTimeCheck {

    private static final Instant EARLIEST_PLAUSIBLE = Instant.parse("1900-01-01T00:00:00Z");
    private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofDays(1);

    /** Clocks without NTP drift by minutes; more than this puts messages in a wrong order. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private static final Set<MovementKind> PLANNED_KINDS =
            Set.of(MovementKind.PRE_ADMISSION, MovementKind.DISCHARGE_PLAN);

    private OccurrenceTimeCheck() {}

    /** @param history contains the event that this one corrects */
    static Optional<Code> anomaly(
            Event event,
            Optional<EventId> corrects,
            List<Envelope> history,
            OffsetDateTime occurredAt,
            Instant receivedAt) {
        Instant at = occurredAt.toInstant();
        if (at.isBefore(EARLIEST_PLAUSIBLE)) {
            return Optional.of(Code.DATE_IMPLAUSIBLE);
        }
        return at.isAfter(receivedAt.plus(MAX_CLOCK_DIFFERENCE)) && !concernsPlan(event, corrects, history)
                ? Optional.of(Code.DATE_IN_THE_FUTURE)
                : Optional.empty();
    }

    /** Whether the sender's clock is ahead: it reports later than the message was received. */
    static Optional<Code> clockAnomaly(Fact fact, Instant receivedAt) {
        return fact.reportedAt()
                .filter(at -> at.toInstant().isAfter(receivedAt.plus(CLOCK_TOLERANCE)))
                .map(_ -> Code.SENDER_CLOCK_AHEAD);
    }

    /** Whether a planned end is before its start, whichever times of day are meant. */
    static Optional<Code> periodAnomaly(Event event) {
        if (event instanceof AppointmentBooked booked) {
            return periodAnomaly(booked.plannedStart(), booked.plannedEnd());
        }
        return event instanceof AppointmentRescheduled rescheduled
                ? periodAnomaly(rescheduled.plannedStart(), rescheduled.plannedEnd())
                : Optional.empty();
    }

    private static Optional<Code> periodAnomaly(Optional<PartialDateTime> start, Optional<PartialDateTime> end) {
        return end.flatMap(known -> start.filter(begin -> begin.isCertainlyAfter(known)))
                .map(_ -> Code.END_BEFORE_START);
    }

    /**
     * PAM: ZBE-2 of a cancellation or an update is the movement's date, so its time of report (EVN-2) decides. A result
     * stands at the collection of its specimen, and cannot be reported then.
     */
    static boolean isLate(Fact fact, Event event, OffsetDateTime occurredAt, Instant receivedAt) {
        boolean reportTimeDecides = event instanceof ResultIssued
                || event instanceof ResultCorrected
                || event instanceof ResultWithdrawn
                || event instanceof ImagingReported
                || event instanceof StayEvent stay && !(MovementChange.of(stay) instanceof MovementChange.Creation);
        OffsetDateTime at = reportTimeDecides ? reportedAt(fact).orElse(occurredAt) : occurredAt;
        return at.toInstant().plus(Envelope.LATE_AFTER).isBefore(receivedAt);
    }

    /** OBR-22, when the result was reported; else when the message was. */
    private static Optional<OffsetDateTime> reportedAt(Fact fact) {
        return Optional.ofNullable(fact.annotations().details().get(DetailKey.REPORTED_AT))
                .map(text -> PartialDateTime.parse(text).time())
                .or(fact::reportedAt);
    }

    /** Whether the event makes, changes or cancels a plan: its date may be in the future. */
    private static boolean concernsPlan(Event event, Optional<EventId> corrects, List<Envelope> history) {
        return switch (event) {
            case StayEvent stay ->
                switch (MovementChange.of(stay)) {
                    case MovementChange.Creation(MovementKind kind) -> PLANNED_KINDS.contains(kind);
                    case MovementChange.LocationReport _ -> false;
                    case MovementChange.Cancellation(MovementKind kind) -> PLANNED_KINDS.contains(kind);
                    case MovementChange.Correction(Optional<MovementKind> kind) ->
                        kind.map(PLANNED_KINDS::contains).orElseGet(() -> history.stream()
                                .filter(recorded -> corrects.equals(Optional.of(recorded.id())))
                                .anyMatch(recorded -> concernsPlan(recorded.event(), recorded.corrects(), history)));
                };
            case AppointmentBooked _, AppointmentRescheduled _, AppointmentCancelled _ -> true;
            case AppointmentEvent _ -> false;
            case SurgeryScheduled _, SurgeryCancelled _ -> true;
            case SurgeryEvent _ -> false;
            case StepRecorded step -> step.status() == StepStatus.PLANNED || step.status() == StepStatus.CANCELLED;
            case EventsWithdrawn _ -> true;
            case IdentityEvent _,
                    LabOrFunctionalExamEvent _,
                    ImagingEvent _,
                    MedicationEvent _,
                    DischargeLetterEvent _ -> false;
        };
    }
}
