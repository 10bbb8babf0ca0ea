package org.parcours.query.timeline.fold;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.Coding;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.IdentityEvent;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingStudyStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderHeld;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderResumed;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderStatusReported;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenCollected;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenReceived;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenRejected;
import org.parcours.events.MedicationEvent;
import org.parcours.events.Observation;
import org.parcours.events.OtherEvent;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StayEvent;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent;
import org.parcours.query.timeline.fold.ExaminationValueSet.ResultRank;

/**
 * Folds one examination, exam or imaging.
 *
 * <p>Preliminary, final and corrected results stand at the time of the specimen, so equal times are common. Therefore
 * the order of reporting and the status decide, not the order of arrival: a preliminary value never replaces a final
 * one, nor a final one a corrected one. A late result can still add values that are missing. An imaging report is one
 * text and adds nothing to the report that replaced it. A cancellation does not undo what was performed.
 */
final class ExaminationFold {

    private enum ResultState {
        NONE,
        PRELIMINARY,
        FINAL,
        CORRECTED,
        WITHDRAWN
    }

    private final EntryBuilder builder;
    private ResultState resultState = ResultState.NONE;
    private boolean started;
    private Optional<String> startedStage = Optional.empty();
    private boolean collected;
    private boolean performed;
    private boolean orderCancelled;
    private boolean studyCancelled;
    private boolean performedBeforeCancellation;
    private boolean cancelled;

    private ExaminationFold(EntryBuilder builder) {
        this.builder = builder;
    }

    /** @param first the event whose id names the entry */
    static EntryBuilder fold(UUID step, Envelope first, List<Envelope> events) {
        ExaminationFold fold = new ExaminationFold(new EntryBuilder(step, "exam", "ordered", first));
        ReportOrder.sort(events).forEach(fold::apply);
        fold.complete();
        return fold.builder;
    }

    private void apply(Envelope envelope) {
        builder.supersede(envelope);
        replaceWholeReport(envelope);
        builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
        if (envelope.event() instanceof ImagingEvent) {
            builder.kind = "imaging";
        }
        switch (envelope.event()) {
            case ExamOrdered e -> applyOrder(envelope, e.examination(), e.plannedAt());
            case ImagingOrdered e -> applyOrder(envelope, e.examination(), e.plannedAt());
            case ExamOrderCancelled e -> applyOrderCancellation(envelope, e.examination());
            case ImagingOrderCancelled e -> applyOrderCancellation(envelope, e.examination());
            case ExamOrderHeld e -> {
                setTitleIfUnknown(e.examination());
                builder.putDetails(EventDetailExtractor.details(envelope.event()));
                if (resultState == ResultState.NONE && !started) {
                    builder.show(envelope);
                    builder.setStatus(StepStatus.PLANNED, "held");
                }
            }
            case ExamOrderResumed e -> {
                setTitleIfUnknown(e.examination());
                applyResumption(envelope);
            }
            case ExamOrderStatusReported e -> {
                setTitleIfUnknown(e.examination());
                ImagingStudyStatus.of(e)
                        .ifPresentOrElse(
                                status -> applyStudyStatus(envelope, status),
                                () -> builder.putDetails(EventDetailExtractor.details(e)));
            }
            case SpecimenReceived _ -> applyReceipt(envelope, "received");
            case SpecimenRejected _ -> applyReceipt(envelope, "specimen-rejected");
            case SpecimenCollected _ -> {
                collected = true;
                applyStart(envelope, "collected");
            }
            case ImagingPerformed e -> {
                setTitle(e.examination());
                performed = true;
                cancelled = false;
                studyCancelled = false;
                performedBeforeCancellation = false;
                applyStart(envelope, "performed");
            }
            case ResultIssued e -> {
                setTitle(e.examination());
                switch (e.status()) {
                    case PRELIMINARY -> applyPreliminary(envelope, e.observations(), e.document());
                    case FINAL -> applyFinal(envelope, e.observations(), e.document());
                }
            }
            case ImagingReported e -> {
                setTitle(e.examination());
                switch (e.status()) {
                    case PRELIMINARY -> applyPreliminary(envelope, e.observations(), e.document());
                    case FINAL -> applyFinal(envelope, e.observations(), e.document());
                    case CORRECTED -> {
                        builder.clearValuesAndDocuments();
                        applyCorrection(envelope, e.observations(), e.document());
                    }
                }
            }
            case ResultCorrected e -> {
                setTitle(e.examination());
                applyCorrection(envelope, e.observations(), e.document());
            }
            case ResultWithdrawn e -> {
                setTitleIfUnknown(e.examination());
                applyWithdrawal(envelope);
            }
            case AppointmentEvent _, SurgeryEvent _, MedicationEvent _, DischargeLetterEvent _ -> {}
            case OtherEvent _, StayEvent _, IdentityEvent _ -> {}
        }
    }

    /** A report that is a whole state takes the place of the earlier ones of its application, whatever their status. */
    private void replaceWholeReport(Envelope envelope) {
        boolean replaces = envelope.annotations().wholeState()
                && isResult(envelope)
                && builder.hasHistory(earlier -> isResult(earlier)
                        && earlier.annotations().wholeState()
                        && earlier.reporter()
                                .application()
                                .equals(envelope.reporter().application()));
        if (replaces) {
            markEarlierResultsReplaced(envelope);
            builder.clearValuesAndDocuments();
            builder.clearEnd();
            builder.removeDetail("withdrawalReason");
            resultState = ResultState.NONE;
        }
    }

    private void applyOrder(Envelope envelope, Coding examination, Optional<PartialDateTime> plannedAt) {
        if (builder.title.isEmpty()) {
            setTitle(examination);
        }
        builder.putDetails(EventDetailExtractor.details(envelope.event()));
        if (envelope.annotations().wholeState()) {
            builder.removeDetail("holdReason");
        }
        if (!started && !studyCancelled && resultState == ResultState.NONE) {
            builder.show(envelope);
            builder.startAt(plannedAt.map(EntryTime::stated).orElseGet(() -> EntryTime.of(envelope)));
            builder.setStatus(StepStatus.PLANNED, "ordered");
            if (orderCancelled) {
                builder.removeDetail("cancelReason");
                builder.markOutdated(
                        earlier -> earlier.event() instanceof ExamOrderCancelled
                                || earlier.event() instanceof ImagingOrderCancelled,
                        HistoryStatus.REPLACED);
            }
            cancelled = false;
            orderCancelled = false;
        }
    }

    private void applyOrderCancellation(Envelope envelope, Optional<Coding> examination) {
        setTitleIfUnknown(examination);
        builder.putDetails(EventDetailExtractor.details(envelope.event()));
        orderCancelled = true;
        boolean undone = resultState == ResultState.WITHDRAWN || resultState == ResultState.NONE && !performed;
        if (undone) {
            cancelled = true;
            builder.showAndStart(envelope);
            builder.setStatus(StepStatus.CANCELLED, "cancelled");
            builder.markOutdated(earlier -> !earlier.equals(envelope), HistoryStatus.CANCELLED);
        }
    }

    /** The study itself, unlike its order, says whether there are images. */
    private void applyStudyStatus(Envelope envelope, ImagingStudyStatus status) {
        builder.kind = "imaging";
        boolean hasReport = resultState != ResultState.NONE && resultState != ResultState.WITHDRAWN;
        switch (status) {
            case CANCELLED -> {
                performedBeforeCancellation |= performed;
                studyCancelled = true;
                performed = false;
                started = false;
                startedStage = Optional.empty();
                builder.markOutdated(earlier -> earlier.event() instanceof ImagingPerformed, HistoryStatus.CANCELLED);
                if (!hasReport) {
                    cancelled = true;
                    builder.showAndStart(envelope);
                    builder.setStatus(StepStatus.CANCELLED, "cancelled");
                }
            }
            case REGISTERED -> {
                studyCancelled = false;
                if (!hasReport && !performed && !orderCancelled) {
                    cancelled = false;
                    builder.showAndStart(envelope);
                    builder.setStatus(StepStatus.PLANNED, "ordered");
                }
            }
        }
    }

    /** A hold ends, or a cancellation was refused. */
    private void applyResumption(Envelope envelope) {
        builder.removeDetail("holdReason");
        builder.removeDetail("cancelReason");
        orderCancelled = false;
        cancelled = false;
        if (resultState == ResultState.NONE) {
            builder.show(envelope);
            startedStage.ifPresentOrElse(
                    stage -> builder.setStatus(StepStatus.IN_PROGRESS, stage),
                    () -> builder.setStatus(StepStatus.PLANNED, "ordered"));
        }
    }

    /** What holds for the entry once all its events are applied. */
    private void complete() {
        boolean hasResult = resultState != ResultState.NONE && resultState != ResultState.WITHDRAWN;
        boolean doneAfterOrder = orderCancelled && (hasResult || performed && resultState == ResultState.NONE);
        if (doneAfterOrder || studyCancelled && (hasResult || performedBeforeCancellation)) {
            builder.addAnomaly(Anomaly.Code.CANCELLED_AFTER_PERFORMED);
        }
        if (hasResult && builder.isWithdrawnWhole()) {
            builder.clearEnd();
            builder.setStatus(StepStatus.CANCELLED, "withdrawn");
        }
    }

    /** An examination stands at its collection (rule 10): its receipt begins it only where nothing else is known. */
    private void applyReceipt(Envelope envelope, String stage) {
        boolean measured = collected || performed || resultState != ResultState.NONE;
        applyStart(envelope, stage, measured ? Optional.empty() : Optional.of(EntryTime.of(envelope)));
    }

    private void applyStart(Envelope envelope, String stage) {
        applyStart(envelope, stage, Optional.of(EntryTime.of(envelope)));
    }

    private void applyStart(Envelope envelope, String stage, Optional<EntryTime> time) {
        builder.putDetails(EventDetailExtractor.details(envelope.event()));
        time.ifPresent(builder::startAt);
        started = true;
        startedStage = Optional.of(stage);
        if (resultState == ResultState.NONE && !cancelled) {
            builder.show(envelope);
            builder.setStatus(StepStatus.IN_PROGRESS, stage);
        }
    }

    private void applyPreliminary(Envelope envelope, List<Observation> values, Optional<DocumentRef> document) {
        switch (resultState) {
            case NONE, PRELIMINARY, WITHDRAWN -> {
                showValues(envelope, values, ResultRank.PRELIMINARY, document);
                resultState = ResultState.PRELIMINARY;
                builder.removeDetail("withdrawalReason");
                builder.setStatus(StepStatus.IN_PROGRESS, "preliminary");
            }
            case FINAL, CORRECTED -> addLateValues(envelope, values, ResultRank.PRELIMINARY);
        }
    }

    private void applyFinal(Envelope envelope, List<Observation> values, Optional<DocumentRef> document) {
        switch (resultState) {
            case NONE, PRELIMINARY, WITHDRAWN -> {
                if (resultState != ResultState.NONE) {
                    markEarlierResultsReplaced(envelope);
                    clearReport(envelope, document);
                    builder.removeDetail("withdrawalReason");
                }
                showValues(envelope, values, ResultRank.FINAL, document);
                resultState = ResultState.FINAL;
                builder.setStatus(StepStatus.DONE, "final");
                builder.endAt(EntryTime.of(envelope));
            }
            case FINAL -> {
                if (envelope.corrects().isPresent()) {
                    applyCorrection(envelope, values, document);
                } else {
                    // A panel often arrives as several final results; a changed value is a correction.
                    if (showValues(envelope, values, ResultRank.FINAL, document)) {
                        builder.corrected = true;
                        builder.setStatus(StepStatus.DONE, "corrected");
                    }
                    builder.endAt(EntryTime.of(envelope));
                }
            }
            case CORRECTED -> addLateValues(envelope, values, ResultRank.FINAL);
        }
    }

    private void applyCorrection(Envelope envelope, List<Observation> values, Optional<DocumentRef> document) {
        markEarlierResultsReplaced(envelope);
        builder.correctBy(envelope);
        builder.replaceDocuments(document);
        builder.applyValues(report(envelope, values, ResultRank.CORRECTED));
        builder.startAtIfUnknown(EntryTime.of(envelope));
        builder.endAt(EntryTime.of(envelope));
        resultState = ResultState.CORRECTED;
        builder.setStatus(StepStatus.DONE, "corrected");
    }

    /** OBR-25 X also cancels an order: what was performed stays performed. */
    private void applyWithdrawal(Envelope envelope) {
        if (performed && resultState == ResultState.NONE) {
            orderCancelled = true;
            return;
        }
        builder.show(envelope);
        builder.putDetails(EventDetailExtractor.details(envelope.event()));
        builder.clearValuesAndDocuments();
        builder.startAtIfUnknown(EntryTime.of(envelope));
        builder.clearEnd();
        resultState = ResultState.WITHDRAWN;
        builder.setStatus(StepStatus.CANCELLED, "withdrawn");
        builder.markOutdated(earlier -> isResult(earlier) && !earlier.equals(envelope), HistoryStatus.CANCELLED);
    }

    /** @return whether an earlier value has changed */
    private boolean showValues(
            Envelope envelope, List<Observation> values, ResultRank rank, Optional<DocumentRef> document) {
        builder.showAndStart(envelope);
        builder.addDocument(document);
        boolean changed = builder.applyValues(report(envelope, values, rank)).changed();
        if (changed) {
            markEarlierResultsReplaced(envelope);
        }
        return changed;
    }

    private void addLateValues(Envelope envelope, List<Observation> values, ResultRank rank) {
        if (envelope.event() instanceof ImagingReported
                || !builder.applyValues(report(envelope, values, rank)).applied()) {
            markReplaced(envelope);
        }
    }

    /** A final imaging report replaces the preliminary one; the values of a panel become final one by one. */
    private void clearReport(Envelope envelope, Optional<DocumentRef> document) {
        if (envelope.event() instanceof ImagingReported || resultState == ResultState.WITHDRAWN) {
            builder.clearValuesAndDocuments();
        } else {
            builder.replaceDocuments(document);
        }
    }

    private static ExaminationValueSet.Report report(Envelope envelope, List<Observation> values, ResultRank rank) {
        return new ExaminationValueSet.Report(
                values, rank, envelope.occurredAt().toInstant(), ReportOrder.reportedAt(envelope));
    }

    private void markReplaced(Envelope envelope) {
        builder.markOutdated(envelope::equals, HistoryStatus.REPLACED);
    }

    private void markEarlierResultsReplaced(Envelope envelope) {
        builder.markOutdated(earlier -> isResult(earlier) && !earlier.equals(envelope), HistoryStatus.REPLACED);
    }

    private void setTitleIfUnknown(Optional<Coding> examination) {
        examination.filter(_ -> builder.title.isEmpty()).ifPresent(this::setTitle);
    }

    private void setTitle(Coding examination) {
        builder.title = Optional.of(examination.label());
    }

    private static boolean isResult(Envelope envelope) {
        return envelope.event() instanceof ResultIssued
                || envelope.event() instanceof ResultCorrected
                || envelope.event() instanceof ImagingReported;
    }
}
