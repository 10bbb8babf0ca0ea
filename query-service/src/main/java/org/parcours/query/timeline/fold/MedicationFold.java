package org.parcours.query.timeline.fold;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.Coding;
import org.parcours.events.Envelope;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.StepStatus;

/** Folds a prescription with its administrations, including those after it was stopped; each is in the history. */
final class MedicationFold {

    private final EntryBuilder builder;
    private int administrations;
    private boolean stopped;

    private MedicationFold(EntryBuilder builder) {
        this.builder = builder;
    }

    static EntryBuilder fold(UUID step, List<Envelope> events) {
        EntryBuilder builder = new EntryBuilder(step, "medication", "prescribed", StepEventsFold.firstRecorded(events));
        MedicationFold fold = new MedicationFold(builder);
        events.forEach(envelope -> fold.apply(envelope, (MedicationEvent) envelope.event()));
        return builder;
    }

    private void apply(Envelope envelope, MedicationEvent event) {
        builder.putDetails(EventDetailExtractor.details(event));
        switch (event) {
            case MedicationPrescribed e -> {
                setTitle(e.product());
                if (stopped) {
                    stopped = false;
                    builder.removeDetail("cancelReason");
                    builder.setStatus(
                            administrations == 0 ? StepStatus.PLANNED : StepStatus.DONE,
                            administrations == 0 ? "prescribed" : "administered");
                }
                if (administrations == 0) {
                    builder.showAndStart(envelope);
                }
                if (envelope.corrects().isPresent()) {
                    builder.markOutdated(
                            earlier -> earlier.event() instanceof MedicationPrescribed, HistoryStatus.REPLACED);
                }
            }
            case MedicationStopped e -> {
                stopped = true;
                builder.showAndStart(envelope);
                builder.markOutdated(
                        earlier -> earlier.event() instanceof MedicationPrescribed, HistoryStatus.CANCELLED);
                builder.setStatus(administrations == 0 ? StepStatus.CANCELLED : StepStatus.DONE, "stopped");
            }
            case MedicationEvent.MedicationHeld _ -> {
                builder.show(envelope);
                builder.setStatus(StepStatus.IN_PROGRESS, "held");
            }
            case MedicationEvent.MedicationResumed _ -> {
                builder.show(envelope);
                builder.setStatus(
                        administrations == 0 ? StepStatus.PLANNED : StepStatus.DONE,
                        administrations == 0 ? "prescribed" : "administered");
            }
            case MedicationEvent.MedicationNotAdministered e -> setTitle(e.product());
            case MedicationEvent.MedicationAdministrationWithdrawn e -> setTitle(e.product());
            case MedicationDispensed e -> {
                setTitle(e.product());
                if (administrations == 0 && !stopped) {
                    builder.showAndStart(envelope);
                    builder.setStatus(StepStatus.IN_PROGRESS, "dispensed");
                }
            }
            case MedicationAdministered e -> {
                setTitle(e.product());
                builder.showAndStart(envelope);
                builder.endAt(EntryTime.of(envelope));
                administrations++;
                builder.putDetails(List.of(
                        EntryDetail.of("timesGiven", Integer.toString(administrations)),
                        EntryDetail.of("lastGiven", envelope.occurrence())));
                builder.setStatus(StepStatus.DONE, stopped ? "stopped" : "administered");
            }
        }
        builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
        builder.corrected |= envelope.corrects().isPresent() && !stopped;
    }

    private void setTitle(Coding product) {
        builder.title = Optional.of(product.label());
    }
}
