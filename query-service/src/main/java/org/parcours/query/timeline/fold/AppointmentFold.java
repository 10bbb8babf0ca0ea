package org.parcours.query.timeline.fold;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Envelope;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StepStatus;

/** Folds an appointment. Rescheduling is a new plan, not a correction. */
final class AppointmentFold {

    private static final Set<String> NOT_BOOKED = Set.of("proposed", "pending", "waitlist");

    private final EntryBuilder builder;

    private AppointmentFold(EntryBuilder builder) {
        this.builder = builder;
    }

    static EntryBuilder fold(UUID step, List<Envelope> events) {
        EntryBuilder builder = new EntryBuilder(step, "appointment", "booked", StepEventsFold.firstRecorded(events));
        AppointmentFold fold = new AppointmentFold(builder);
        if (events.stream().allMatch(AppointmentFold::namesNoAppointment)) {
            builder.kind = "arrival";
        }
        events.forEach(envelope -> fold.apply(envelope, (AppointmentEvent) envelope.event()));
        return builder;
    }

    private void apply(Envelope envelope, AppointmentEvent event) {
        builder.supersede(envelope);
        switch (event) {
            case AppointmentBooked e -> applyPlan(envelope, e.plannedStart(), e.plannedEnd(), e.reason(), "booked");
            case AppointmentRescheduled e ->
                applyPlan(envelope, e.plannedStart(), e.plannedEnd(), e.reason(), "rescheduled");
            case AppointmentCancelled e -> applyCancellation(envelope, "cancelled");
            case AppointmentMissed e -> applyCancellation(envelope, "missed");
            case PatientArrived e -> {
                builder.show(envelope);
                builder.putDetails(EventDetailExtractor.details(e));
                builder.startAt(EntryTime.of(envelope));
                builder.clearEnd();
                builder.setStatus(StepStatus.DONE, "arrived");
            }
        }
        builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
    }

    private void applyPlan(
            Envelope envelope,
            Optional<PartialDateTime> start,
            Optional<PartialDateTime> end,
            Optional<Coding> reason,
            String stage) {
        if (envelope.annotations().details().containsKey(DetailKey.FORMER_LOCATION)) {
            builder.removeDetail("place");
        }
        if (envelope.annotations().details().containsKey(DetailKey.FORMER_PRACTITIONER)) {
            builder.removeDetail("practitioner");
        }
        builder.putDetails(EventDetailExtractor.details(envelope.event()));
        builder.removeDetail("cancelReason");
        reason.ifPresent(value -> builder.title = Optional.of(value.label()));
        builder.removeDetail("reason");
        if (builder.status == StepStatus.DONE) {
            return;
        }
        builder.show(envelope);
        boolean timeTakenBack = start.isEmpty() && isTimeTakenBack(envelope);
        if (timeTakenBack) {
            builder.startAt(EntryTime.of(envelope));
            builder.clearEnd();
            builder.removeDetail("plannedStart");
            builder.removeDetail("plannedEnd");
        }
        builder.startAt(start);
        builder.startAtIfUnknown(EntryTime.of(envelope));
        if (start.isPresent()) {
            builder.clearEnd();
            if (end.isEmpty()) {
                builder.removeDetail("plannedEnd");
            }
        }
        builder.endAt(end);
        if (stage.equals("rescheduled") && (start.isPresent() || timeTakenBack)) {
            builder.markOutdated(earlier -> true, HistoryStatus.REPLACED);
        }
        builder.setStatus(StepStatus.PLANNED, isRequested(envelope) ? "requested" : stage);
    }

    /** FHIR proposed, pending, waitlist; HL7 table 0278: wanted, and not agreed upon yet. */
    private static boolean isRequested(Envelope envelope) {
        String status = envelope.annotations().details().getOrDefault(DetailKey.APPOINTMENT_STATUS, "");
        return NOT_BOOKED.contains(status.toLowerCase(Locale.ROOT));
    }

    /** SCH-11 with the HL7 null: the appointment is no longer at the time that was known. */
    private static boolean isTimeTakenBack(Envelope envelope) {
        return DetailKey.TO_BE_SET.equals(envelope.annotations().details().get(DetailKey.START));
    }

    /** The patient came: a cancellation afterwards does not undo that. */
    private void applyCancellation(Envelope envelope, String stage) {
        if (builder.status == StepStatus.DONE) {
            builder.addAnomaly(Anomaly.Code.CANCELLED_AFTER_PERFORMED);
            return;
        }
        builder.showAndStart(envelope);
        builder.putDetails(EventDetailExtractor.details(envelope.event()));
        builder.setStatus(StepStatus.CANCELLED, stage);
        builder.markOutdated(earlier -> true, HistoryStatus.CANCELLED);
    }

    private static boolean namesNoAppointment(Envelope envelope) {
        return envelope.event() instanceof PatientArrived arrived
                && arrived.appointment().isEmpty();
    }
}
