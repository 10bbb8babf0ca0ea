package org.parcours.query.timeline.fold;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.parcours.events.Envelope;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;

/** Folds a step of a catalogue kind ({@code StepRecorded}): the event with the latest time determines what is shown. */
final class CatalogueStepFold {

    private static final String DOCUMENT = "document";

    private final EntryBuilder builder;

    private CatalogueStepFold(EntryBuilder builder) {
        this.builder = builder;
    }

    static EntryBuilder fold(UUID step, List<Envelope> events) {
        EntryBuilder builder = new EntryBuilder(step, "other", "planned", StepEventsFold.firstRecorded(events));
        CatalogueStepFold fold = new CatalogueStepFold(builder);
        inOrderOfStates(events).forEach(envelope -> fold.apply(envelope, (StepRecorded) envelope.event()));
        return builder;
    }

    /** The states of a resource count in the order of its versions: one that is in progress again may have begun before. */
    private static List<Envelope> inOrderOfStates(List<Envelope> events) {
        boolean areStates =
                events.stream().allMatch(envelope -> envelope.annotations().wholeState());
        boolean areDated = events.stream()
                .allMatch(envelope -> envelope.annotations().sentAt().isPresent());
        Comparator<Envelope> byVersion = Comparator.comparing(
                envelope -> envelope.annotations().sentAt().orElseThrow().toInstant());
        Comparator<Envelope> inLogOrder = Comparator.comparing(Envelope::position);
        return areStates
                ? events.stream()
                        .sorted(areDated ? byVersion.thenComparing(inLogOrder) : inLogOrder)
                        .toList()
                : events;
    }

    private void apply(Envelope envelope, StepRecorded event) {
        builder.supersede(envelope);
        if (envelope.corrects().isPresent()) {
            builder.correctBy(envelope);
            builder.markOutdated(earlier -> true, HistoryStatus.REPLACED);
        } else {
            builder.show(envelope);
        }
        if (event.status().isVoid()) {
            builder.markOutdated(earlier -> true, HistoryStatus.CANCELLED);
        }
        builder.kind = event.kind();
        event.title().ifPresent(title -> builder.title = event.title());
        builder.putDetails(EventDetailExtractor.details(event));
        showDocument(event);
        applyStatus(envelope, event.status());
        builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
    }

    /** A document has a number of its own: what is sent again under it is its next version. */
    private void showDocument(StepRecorded event) {
        if (event.kind().equals(DOCUMENT) && event.document().isPresent()) {
            builder.markOutdated(
                    earlier -> ((StepRecorded) earlier.event()).document().isPresent(), HistoryStatus.REPLACED);
            builder.replaceDocuments(event.document());
        } else {
            builder.addDocument(event.document());
        }
    }

    private void applyStatus(Envelope envelope, StepStatus newStatus) {
        EntryTime occurred = EntryTime.of(envelope);
        switch (newStatus) {
            case PLANNED -> builder.startAt(occurred);
            case IN_PROGRESS -> {
                startUnlessStarted(occurred);
                builder.clearEnd();
            }
            case ON_HOLD -> startUnlessStarted(occurred);
            case DONE, STOPPED -> {
                startUnlessStarted(occurred);
                builder.endAt(occurred);
            }
            case CANCELLED, NOT_DONE, WITHDRAWN, UNKNOWN -> builder.startAtIfUnknown(occurred);
        }
        builder.setStatus(newStatus);
    }

    private void startUnlessStarted(EntryTime occurred) {
        if (builder.status == StepStatus.PLANNED) {
            builder.startAt(occurred);
        }
    }
}
