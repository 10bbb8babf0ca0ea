package org.parcours.query.timeline.fold;

import java.util.List;
import java.util.UUID;
import org.parcours.events.Envelope;
import org.parcours.events.OtherEvent;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;

/** Folds a step of a catalogue kind ({@code StepRecorded}): the event with the latest time determines what is shown. */
final class CatalogueStepFold {

    private final EntryBuilder builder;

    private CatalogueStepFold(EntryBuilder builder) {
        this.builder = builder;
    }

    static EntryBuilder fold(UUID step, List<Envelope> events) {
        CatalogueStepFold fold = new CatalogueStepFold(
                new EntryBuilder(step, "other", "planned", StepFoldDispatcher.firstRecorded(events)));
        events.forEach(envelope -> {
            if (envelope.event() instanceof OtherEvent event) {
                fold.apply(envelope, event);
            }
        });
        return fold.builder;
    }

    private void apply(Envelope envelope, OtherEvent event) {
        switch (event) {
            case StepRecorded e -> {
                if (envelope.corrects().isPresent()) {
                    builder.correctBy(envelope);
                    builder.markOutdated(earlier -> true, HistoryStatus.REPLACED);
                } else {
                    builder.show(envelope);
                }
                if (e.status() == StepStatus.CANCELLED) {
                    builder.markOutdated(earlier -> true, HistoryStatus.CANCELLED);
                }
                builder.kind = e.kind();
                e.title().ifPresent(title -> builder.title = e.title());
                builder.putDetails(EventDetailExtractor.details(e));
                builder.addDocument(e.document());
                applyStatus(envelope, e.status());
            }
        }
        builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
    }

    private void applyStatus(Envelope envelope, StepStatus newStatus) {
        boolean wasPlanned = builder.status == StepStatus.PLANNED;
        switch (newStatus) {
            case PLANNED -> {
                builder.startAt(envelope.occurredAt().toInstant());
                builder.setStatus(newStatus, "planned");
            }
            case IN_PROGRESS -> {
                if (wasPlanned) {
                    builder.startAt(envelope.occurredAt().toInstant());
                }
                builder.clearEnd();
                builder.setStatus(newStatus, "in-progress");
            }
            case DONE -> {
                if (wasPlanned) {
                    builder.startAt(envelope.occurredAt().toInstant());
                }
                builder.endAt(envelope.occurredAt().toInstant());
                builder.setStatus(newStatus, "done");
            }
            case CANCELLED -> {
                builder.startAtIfUnknown(envelope.occurredAt().toInstant());
                builder.setStatus(newStatus, "cancelled");
            }
        }
    }
}
