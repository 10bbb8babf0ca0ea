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
import org.parcours.events.StayEvent;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent;
import org.parcours.query.timeline.fold.Values.Rank;

/**
 * One examination, exam or imaging: ordered, begun, read.
 *
 * <p>Laboratories stamp preliminary, final and corrected results with the time of the specimen, so equal times are the
 * rule: what is further along is never undone by what is less far along, whichever arrives last. A late result may still
 * add values that nobody had told; a report of imaging is one text, and adds nothing to the one that took its place.
 */
final class ExaminationFold {

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

    private ExaminationFold(Draft draft) {
        this.draft = draft;
    }

    /**
     * @param first what names the entry
     * @param told as it happened
     */
    static Draft fold(UUID step, Envelope first, List<Envelope> told) {
        ExaminationFold fold = new ExaminationFold(new Draft(step, "exam", "ordered", first));
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
            case ResultIssued e -> {
                title(e.examination());
                switch (e.status()) {
                    case PRELIMINARY -> preliminary(envelope, e.observations(), e.document());
                    case FINAL -> finished(envelope, e.observations(), e.document());
                }
            }
            case ImagingReported e -> {
                draft.kind = "imaging";
                title(e.examination());
                switch (e.status()) {
                    case PRELIMINARY -> preliminary(envelope, e.observations(), e.document());
                    case FINAL -> finished(envelope, e.observations(), e.document());
                    case CORRECTED -> {
                        draft.forgetsValues();
                        corrected(envelope, e.observations(), e.document());
                    }
                }
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

    private void preliminary(Envelope envelope, List<Observation> values, Optional<DocumentRef> document) {
        switch (result) {
            case NONE, PRELIMINARY -> {
                reads(envelope, values, Rank.PRELIMINARY, document);
                result = Result.PRELIMINARY;
                draft.becomes(StepStatus.IN_PROGRESS, "preliminary");
            }
            case FINAL, CORRECTED -> adds(envelope, values, Rank.PRELIMINARY);
            case WITHDRAWN -> overtaken(envelope);
        }
    }

    private void finished(Envelope envelope, List<Observation> values, Optional<DocumentRef> document) {
        switch (result) {
            case NONE, PRELIMINARY, WITHDRAWN -> {
                if (result != Result.NONE) {
                    outdateResultsBefore(envelope);
                    draft.forgetsValues();
                    draft.forgets("withdrawalReason");
                }
                reads(envelope, values, Rank.FINAL, document);
                result = Result.FINAL;
                draft.becomes(StepStatus.DONE, "final");
                draft.ends(envelope.occurredAt().toInstant());
            }
            case FINAL -> {
                if (envelope.corrects().isPresent()) {
                    corrected(envelope, values, document);
                } else {
                    // Parts of one panel often come as several final results; a changed value is a correction.
                    if (reads(envelope, values, Rank.FINAL, document)) {
                        draft.corrected = true;
                        draft.becomes(StepStatus.DONE, "corrected");
                    }
                    draft.ends(envelope.occurredAt().toInstant());
                }
            }
            case CORRECTED -> adds(envelope, values, Rank.FINAL);
        }
    }

    private void corrected(Envelope envelope, List<Observation> values, Optional<DocumentRef> document) {
        outdateResultsBefore(envelope);
        draft.isCorrectedBy(envelope);
        draft.measures(values, Rank.CORRECTED);
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

    /** @return whether a value that had been told differs now */
    private boolean reads(Envelope envelope, List<Observation> values, Rank rank, Optional<DocumentRef> document) {
        draft.shows(envelope);
        draft.startsUnlessKnown(envelope.occurredAt().toInstant());
        draft.names(document);
        boolean changed = draft.measures(values, rank).changed();
        if (changed) {
            outdateResultsBefore(envelope);
        }
        return changed;
    }

    private void adds(Envelope envelope, List<Observation> values, Rank rank) {
        boolean oneText = envelope.event() instanceof ImagingReported;
        if (oneText || !draft.measures(values, rank).any()) {
            overtaken(envelope);
        }
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
