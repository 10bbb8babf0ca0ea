package org.parcours.query.timeline.fold;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.Anomaly;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Envelope;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryCompleted;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;
import org.parcours.events.SurgeryEvent.SurgeryStarted;

/** Folds an operation. A schedule never reverts a started operation. */
final class SurgeryFold {

    private final EntryBuilder builder;
    private Optional<SurgeryScheduled> schedule = Optional.empty();
    private boolean rescheduled;
    private boolean started;
    private boolean completed;

    private SurgeryFold(EntryBuilder builder) {
        this.builder = builder;
    }

    static EntryBuilder fold(UUID step, List<Envelope> events) {
        EntryBuilder builder = new EntryBuilder(step, "surgery", "scheduled", StepEventsFold.firstRecorded(events));
        SurgeryFold fold = new SurgeryFold(builder);
        events.forEach(envelope -> fold.apply(envelope, (SurgeryEvent) envelope.event()));
        return builder;
    }

    private void apply(Envelope envelope, SurgeryEvent event) {
        builder.supersede(envelope);
        builder.putDetails(EventDetailExtractor.details(event));
        switch (event) {
            case SurgeryScheduled e -> {
                setTitle(e.procedure());
                if (!started && !completed) {
                    builder.show(envelope);
                    if (e.plannedStart().isEmpty() && isTimeTakenBack(envelope)) {
                        builder.startAt(EntryTime.of(envelope));
                        builder.clearEnd();
                        builder.removeDetail("plannedStart");
                        builder.removeDetail("plannedEnd");
                    }
                    builder.startAt(e.plannedStart());
                    builder.startAtIfUnknown(EntryTime.of(envelope));
                    if (e.plannedStart().isPresent() && e.plannedEnd().isEmpty()) {
                        builder.clearEnd();
                        builder.removeDetail("plannedEnd");
                    }
                    builder.endAt(e.plannedEnd());
                    builder.markOutdated(
                            earlier -> earlier.event() instanceof SurgeryScheduled, HistoryStatus.REPLACED);
                    builder.removeDetail("cancelReason");
                    if (completion(envelope).equals("unknown")) {
                        builder.setStatus(StepStatus.UNKNOWN, "unknown");
                    } else {
                        builder.setStatus(StepStatus.PLANNED, isRescheduled(e) ? "rescheduled" : "scheduled");
                    }
                    schedule = Optional.of(e);
                }
            }
            case SurgeryStarted e -> {
                setTitle(e.procedure());
                builder.startAt(EntryTime.of(envelope));
                if (!completed) {
                    builder.show(envelope);
                    builder.clearEnd();
                    if (completion(envelope).equals("on-hold")) {
                        builder.setStatus(StepStatus.ON_HOLD, "on-hold");
                    } else {
                        builder.setStatus(StepStatus.IN_PROGRESS, "started");
                    }
                }
                started = true;
            }
            case SurgeryCompleted e -> {
                setTitle(e.procedure());
                builder.show(envelope);
                if (!started) {
                    builder.startAt(EntryTime.of(envelope));
                }
                builder.endAt(EntryTime.of(envelope));
                if (completion(envelope).equals("stopped")) {
                    builder.setStatus(StepStatus.STOPPED, "stopped");
                } else {
                    builder.setStatus(StepStatus.DONE, "completed");
                }
                completed = true;
            }
            case SurgeryCancelled _ when completed -> builder.addAnomaly(Anomaly.Code.CANCELLED_AFTER_PERFORMED);
            case SurgeryCancelled _ -> {
                builder.showAndStart(envelope);
                builder.setStatus(StepStatus.CANCELLED, "cancelled");
                builder.markOutdated(earlier -> true, HistoryStatus.CANCELLED);
                started = false;
            }
        }
        builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
    }

    /** A schedule that is sent again unchanged reschedules nothing. */
    private boolean isRescheduled(SurgeryScheduled event) {
        rescheduled |= schedule.filter(known -> !known.equals(event)).isPresent();
        return rescheduled;
    }

    /** FHIR Procedure.status where the event does not say it: on-hold, stopped, unknown. */
    private static String completion(Envelope envelope) {
        return envelope.annotations().details().getOrDefault(DetailKey.COMPLETION, "");
    }

    private static boolean isTimeTakenBack(Envelope envelope) {
        return DetailKey.TO_BE_SET.equals(envelope.annotations().details().get(DetailKey.START));
    }

    private void setTitle(Optional<Coding> procedure) {
        procedure.ifPresent(value -> builder.title = Optional.of(value.label()));
    }
}
