package org.parcours.query.timeline.fold;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Coding;
import org.parcours.events.Envelope;
import org.parcours.events.StepStatus;

/** Booked, moved, kept or not. To be moved is a new plan, no correction of what was told. */
final class AppointmentFold {

    private final Draft draft;

    private AppointmentFold(Draft draft) {
        this.draft = draft;
    }

    static Draft fold(UUID step, List<Envelope> told) {
        AppointmentFold fold = new AppointmentFold(new Draft(step, "appointment", "booked", StepFold.first(told)));
        if (told.stream().allMatch(AppointmentFold::namesNoAppointment)) {
            fold.draft.kind = "arrival";
        }
        told.forEach(envelope -> {
            if (envelope.event() instanceof AppointmentEvent event) {
                fold.next(envelope, event);
            }
        });
        return fold.draft;
    }

    private void next(Envelope envelope, AppointmentEvent event) {
        switch (event) {
            case AppointmentBooked e -> planned(envelope, e.plannedStart(), e.plannedEnd(), e.reason(), "booked");
            case AppointmentRescheduled e ->
                planned(envelope, e.plannedStart(), e.plannedEnd(), e.reason(), "rescheduled");
            case AppointmentCancelled e -> off(envelope, "cancelled");
            case AppointmentMissed e -> off(envelope, "missed");
            case PatientArrived e -> {
                draft.shows(envelope);
                draft.says(Told.details(e));
                draft.starts(envelope.occurredAt().toInstant());
                draft.endsOpen();
                draft.becomes(StepStatus.DONE, "arrived");
            }
        }
        draft.remembers(envelope, Standing.IN_EFFECT);
    }

    private void planned(
            Envelope envelope,
            Optional<OffsetDateTime> start,
            Optional<OffsetDateTime> end,
            Optional<Coding> reason,
            String stage) {
        draft.says(Told.details(envelope.event()));
        draft.forgets("cancelReason");
        reason.ifPresent(told -> draft.title = Optional.of(told.label()));
        draft.forgets("reason");
        if (draft.status == StepStatus.DONE) {
            return;
        }
        draft.shows(envelope);
        draft.starts(start);
        draft.startsUnlessKnown(envelope.occurredAt().toInstant());
        if (start.isPresent()) {
            draft.endsOpen();
        }
        draft.ends(end);
        if (stage.equals("rescheduled") && start.isPresent()) {
            draft.outdates(before -> true, Standing.REPLACED);
        }
        draft.becomes(StepStatus.PLANNED, stage);
    }

    private void off(Envelope envelope, String stage) {
        draft.shows(envelope);
        draft.says(Told.details(envelope.event()));
        draft.startsUnlessKnown(envelope.occurredAt().toInstant());
        draft.becomes(StepStatus.CANCELLED, stage);
        draft.outdates(before -> true, Standing.CANCELLED);
    }

    private static boolean namesNoAppointment(Envelope envelope) {
        return envelope.event() instanceof PatientArrived arrived
                && arrived.appointment().isEmpty();
    }
}
