package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.DischargeLetterEvent.DischargeLetterDelivered;
import org.parcours.events.DischargeLetterEvent.DischargeLetterDrafted;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DischargeLetterEvent.DischargeLetterReplaced;
import org.parcours.events.DischargeLetterEvent.DischargeLetterWithdrawn;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.StepStatus;

/**
 * Folds a discharge letter with its versions, of which one is current. Events of other versions only enter the history.
 * The letter is done once it is delivered; a new version has to be delivered again.
 */
final class LetterFold {

    private final EntryBuilder builder;
    private final List<Identifier> superseded = new ArrayList<>();
    private Optional<Identifier> current = Optional.empty();

    private LetterFold(EntryBuilder builder) {
        this.builder = builder;
    }

    static EntryBuilder fold(UUID step, List<Envelope> events) {
        EntryBuilder builder = new EntryBuilder(step, "letter", "issued", StepEventsFold.firstRecorded(events));
        LetterFold fold = new LetterFold(builder);
        events.forEach(envelope -> fold.apply(envelope, (DischargeLetterEvent) envelope.event()));
        return builder;
    }

    private void apply(Envelope envelope, DischargeLetterEvent event) {
        builder.supersede(envelope);
        switch (event) {
            case DischargeLetterDrafted e -> applyDraft(envelope, e);
            case DischargeLetterIssued e -> applyIssue(envelope, e);
            case DischargeLetterReplaced e -> applyReplacement(envelope, e);
            case DischargeLetterWithdrawn e -> applyWithdrawal(envelope, e);
            case DischargeLetterDelivered e -> applyDelivery(envelope, e);
        }
    }

    /** The draft of a next version does not change the issued one. */
    private void applyDraft(Envelope envelope, DischargeLetterDrafted event) {
        if (current.isEmpty() || builder.stage.equals("draft")) {
            showVersion(envelope, event, event.title(), event.document());
            builder.setStatus(StepStatus.IN_PROGRESS, "draft");
        }
        builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
    }

    private void applyIssue(Envelope envelope, DischargeLetterIssued event) {
        if (isSuperseded(event.letter())) {
            builder.addHistory(envelope, HistoryStatus.REPLACED);
            return;
        }
        boolean isNextVersion =
                current.filter(number -> !number.isSameNumberAs(event.letter())).isPresent();
        boolean alreadyIssued = !isNextVersion && current.isPresent() && !builder.stage.equals("draft");
        if (isNextVersion) {
            superseded.add(current.orElseThrow());
            builder.markOutdated(earlier -> true, HistoryStatus.REPLACED);
        }
        showVersion(envelope, event, event.title(), event.document());
        if (!alreadyIssued || builder.status == StepStatus.CANCELLED) {
            builder.setStatus(StepStatus.IN_PROGRESS, "issued");
        }
        builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
    }

    private void applyReplacement(Envelope envelope, DischargeLetterReplaced event) {
        event.replaces().ifPresent(superseded::add);
        if (isSuperseded(event.letter())) {
            builder.addHistory(envelope, HistoryStatus.REPLACED);
            return;
        }
        current.filter(number -> !number.isSameNumberAs(event.letter())).ifPresent(superseded::add);
        builder.markOutdated(earlier -> true, HistoryStatus.REPLACED);
        showVersion(envelope, event, event.title(), event.document());
        builder.correctBy(envelope);
        builder.removeDetail("recipient");
        builder.clearEnd();
        builder.setStatus(StepStatus.IN_PROGRESS, "replaced");
        builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
    }

    private void applyWithdrawal(Envelope envelope, DischargeLetterWithdrawn event) {
        if (isCurrent(event)) {
            builder.showAndStart(envelope);
            builder.putDetails(EventDetailExtractor.details(event));
            builder.clearValuesAndDocuments();
            builder.markOutdated(earlier -> true, HistoryStatus.CANCELLED);
            builder.setStatus(StepStatus.CANCELLED, "withdrawn");
        } else {
            builder.markOutdated(
                    earlier -> ((DischargeLetterEvent) earlier.event()).letter().isSameNumberAs(event.letter()),
                    HistoryStatus.CANCELLED);
        }
        builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
    }

    private void applyDelivery(Envelope envelope, DischargeLetterDelivered event) {
        if (isCurrent(event)) {
            builder.showAndStart(envelope);
            builder.putDetails(EventDetailExtractor.details(event));
            builder.endAt(EntryTime.of(envelope));
            if (builder.status != StepStatus.CANCELLED) {
                builder.setStatus(StepStatus.DONE, "delivered");
            }
        }
        builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
    }

    private void showVersion(
            Envelope envelope, DischargeLetterEvent event, Optional<String> title, Optional<DocumentRef> document) {
        current = Optional.of(event.letter());
        builder.showAndStart(envelope);
        builder.putDetails(EventDetailExtractor.details(event));
        title.ifPresent(value -> builder.title = Optional.of(value));
        builder.replaceDocuments(document);
    }

    private boolean isSuperseded(Identifier version) {
        return superseded.stream().anyMatch(version::isSameNumberAs);
    }

    private boolean isCurrent(DischargeLetterEvent event) {
        return current.isEmpty() || current.get().isSameNumberAs(event.letter());
    }
}
