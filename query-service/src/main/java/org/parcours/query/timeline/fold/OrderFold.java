package org.parcours.query.timeline.fold;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.ExamEvent.ExamOrderCancelled;
import org.parcours.events.ExamEvent.ExamOrdered;
import org.parcours.events.ExamEvent.ResultCorrected;
import org.parcours.events.ExamEvent.ResultIssued;
import org.parcours.events.ExamEvent.ResultWithdrawn;
import org.parcours.events.ExamEvent.SpecimenCollected;
import org.parcours.events.IdentityEvent;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LetterEvent;
import org.parcours.events.MedicationEvent;
import org.parcours.events.Observation;
import org.parcours.events.OtherEvent;
import org.parcours.events.ResultStatus;
import org.parcours.events.StayEvent;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent;

/**
 * Exams and imaging: ordered, begun, read; both may come under one order number.
 *
 * <p>Laboratories stamp preliminary, final and corrected results with the time of the specimen, so equal times are the
 * rule: what is further along is never undone by what is less far along, whichever arrives last.
 */
final class OrderFold {

    private enum Result {
        NONE,
        PRELIMINARY,
        FINAL,
        CORRECTED,
        WITHDRAWN
    }

    private final Draft draft;
    private Result result = Result.NONE;
    private boolean begun;
    private boolean cancelled;

    private OrderFold(Draft draft) {
        this.draft = draft;
    }

    static Draft fold(UUID step, List<Envelope> told) {
        OrderFold fold = new OrderFold(new Draft(step, "exam", "ordered", StepFold.first(told)));
        told.forEach(fold::next);
        return fold.draft;
    }

    private void next(Envelope envelope) {
        draft.remembers(envelope, Standing.IN_EFFECT);
        switch (envelope.event()) {
            case ExamOrdered e -> ordered(envelope, e.examination(), e.plannedAt());
            case ImagingOrdered e -> {
                draft.kind = "imaging";
                ordered(envelope, e.examination(), e.plannedAt());
            }
            case ExamOrderCancelled e -> orderCancelled(envelope);
            case ImagingOrderCancelled e -> {
                draft.kind = "imaging";
                orderCancelled(envelope);
            }
            case SpecimenCollected e -> begun(envelope, "collected");
            case ImagingPerformed e -> {
                draft.kind = "imaging";
                title(e.examination());
                begun(envelope, "performed");
            }
            case ResultIssued e -> result(envelope, e.examination(), e.status(), e.observations(), e.document());
            case ImagingReported e -> {
                draft.kind = "imaging";
                result(envelope, e.examination(), e.status(), e.observations(), e.document());
            }
            case ResultCorrected e -> {
                title(e.examination());
                corrected(envelope, e.observations(), e.document());
            }
            case ResultWithdrawn e -> withdrawn(envelope);
            case AppointmentEvent e -> {}
            case SurgeryEvent e -> {}
            case MedicationEvent e -> {}
            case LetterEvent e -> {}
            case OtherEvent e -> {}
            case StayEvent e -> {}
            case IdentityEvent e -> {}
        }
    }

    private void ordered(Envelope envelope, Coding examination, Optional<OffsetDateTime> plannedAt) {
        if (draft.title.isEmpty()) {
            title(examination);
        }
        draft.says(Told.details(envelope.event()));
        if (!begun && result == Result.NONE) {
            draft.shows(envelope);
            draft.starts(plannedAt.orElse(envelope.occurredAt()).toInstant());
            draft.becomes(StepStatus.PLANNED, "ordered");
            cancelled = false;
        }
        draft.corrected |= envelope.corrects().isPresent();
    }

    private void orderCancelled(Envelope envelope) {
        cancelled = true;
        draft.says(Told.details(envelope.event()));
        if (result == Result.NONE || result == Result.WITHDRAWN) {
            draft.shows(envelope);
            draft.startsUnlessKnown(envelope.occurredAt().toInstant());
            draft.becomes(StepStatus.CANCELLED, "cancelled");
            draft.outdates(before -> !before.equals(envelope), Standing.CANCELLED);
        }
    }

    private void begun(Envelope envelope, String stage) {
        draft.says(Told.details(envelope.event()));
        draft.starts(envelope.occurredAt().toInstant());
        begun = true;
        if (result == Result.NONE && !cancelled) {
            draft.shows(envelope);
            draft.becomes(StepStatus.IN_PROGRESS, stage);
        }
    }

    private void result(
            Envelope envelope,
            Coding examination,
            ResultStatus status,
            List<Observation> values,
            Optional<DocumentRef> document) {
        title(examination);
        switch (status) {
            case PRELIMINARY -> {
                if (result == Result.NONE || result == Result.PRELIMINARY) {
                    reads(envelope, values, document);
                    result = Result.PRELIMINARY;
                    draft.becomes(StepStatus.IN_PROGRESS, "preliminary");
                } else {
                    overtaken(envelope);
                }
            }
            case FINAL -> {
                switch (result) {
                    case NONE, PRELIMINARY, WITHDRAWN -> {
                        reads(envelope, values, document);
                        result = Result.FINAL;
                        draft.becomes(StepStatus.DONE, "final");
                        draft.ends(envelope.occurredAt().toInstant());
                    }
                    case FINAL -> {
                        if (envelope.corrects().isPresent()) {
                            corrected(envelope, values, document);
                        } else {
                            // Parts of one panel often come as several final results; a changed value is a correction.
                            boolean changed = reads(envelope, values, document);
                            draft.corrected |= changed;
                            if (changed) {
                                outdateResultsBefore(envelope);
                                draft.becomes(StepStatus.DONE, "corrected");
                            }
                            draft.ends(envelope.occurredAt().toInstant());
                        }
                    }
                    case CORRECTED -> overtaken(envelope);
                }
            }
        }
    }

    private void corrected(Envelope envelope, List<Observation> values, Optional<DocumentRef> document) {
        outdateResultsBefore(envelope);
        draft.isCorrectedBy(envelope);
        draft.measures(values);
        draft.namesOnly(document);
        draft.startsUnlessKnown(envelope.occurredAt().toInstant());
        draft.ends(envelope.occurredAt().toInstant());
        result = Result.CORRECTED;
        draft.becomes(StepStatus.DONE, "corrected");
    }

    private void withdrawn(Envelope envelope) {
        draft.shows(envelope);
        draft.says(Told.details(envelope.event()));
        draft.forgetsValues();
        draft.startsUnlessKnown(envelope.occurredAt().toInstant());
        draft.endsOpen();
        result = Result.WITHDRAWN;
        draft.becomes(StepStatus.CANCELLED, "withdrawn");
        draft.outdates(before -> isResult(before) && !before.equals(envelope), Standing.CANCELLED);
    }

    private boolean reads(Envelope envelope, List<Observation> values, Optional<DocumentRef> document) {
        if (result == Result.PRELIMINARY || result == Result.WITHDRAWN) {
            outdateResultsBefore(envelope);
            draft.forgetsValues();
            draft.forgets("withdrawalReason");
        }
        draft.shows(envelope);
        draft.startsUnlessKnown(envelope.occurredAt().toInstant());
        draft.names(document);
        return draft.measures(values);
    }

    private void overtaken(Envelope envelope) {
        draft.outdates(envelope::equals, Standing.REPLACED);
    }

    private void outdateResultsBefore(Envelope envelope) {
        draft.outdates(before -> isResult(before) && !before.equals(envelope), Standing.REPLACED);
    }

    private void title(Coding examination) {
        draft.title = Optional.of(examination.label());
    }

    private static boolean isResult(Envelope envelope) {
        return envelope.event() instanceof ResultIssued
                || envelope.event() instanceof ResultCorrected
                || envelope.event() instanceof ImagingReported;
    }
}
