package org.parcours.command.intake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.Coding;
import org.parcours.events.DischargeLetterEvent.DischargeLetterDrafted;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DischargeLetterEvent.DischargeLetterReplaced;
import org.parcours.events.DischargeLetterEvent.DischargeLetterWithdrawn;
import org.parcours.events.DocumentRef;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.Practitioner;
import org.parcours.events.StepStatus;

/**
 * Creates the events of a document that a message reports: those of a discharge letter, or a step for any other document.
 *
 * @param parent the document that it replaces or amends
 * @param draft not finished
 */
public record DocumentEventFactory(
        Identifier number,
        Optional<Identifier> parent,
        boolean dischargeLetter,
        boolean draft,
        Optional<Coding> type,
        Optional<String> title,
        Optional<DocumentRef> document,
        Optional<Practitioner> author) {

    private static final String DOCUMENT_KIND = "document";

    /** A replacement has a parent, or replaces an earlier version of the same number. */
    public enum Change {
        ISSUE,
        REPLACEMENT,
        WITHDRAWAL
    }

    /** In their order; the withdrawal of a replaced parent comes first. */
    public List<Event> events(Change change) {
        if (dischargeLetter) {
            return List.of(letterEvent(change));
        }
        StepRecorded step = step(
                change == Change.WITHDRAWAL ? StepStatus.CANCELLED : draft ? StepStatus.IN_PROGRESS : StepStatus.DONE);
        return change == Change.REPLACEMENT && parent.isPresent()
                ? List.of(parentWithdrawn(parent.get()), step)
                : List.of(step);
    }

    private Event letterEvent(Change change) {
        if (change == Change.WITHDRAWAL) {
            return new DischargeLetterWithdrawn(number, Optional.empty());
        }
        if (draft) {
            return new DischargeLetterDrafted(number, parent, title, document, author);
        }
        return change == Change.REPLACEMENT
                ? new DischargeLetterReplaced(number, parent, title, document, author)
                : new DischargeLetterIssued(number, title, document, author);
    }

    private StepRecorded step(StepStatus status) {
        Map<String, String> details = new LinkedHashMap<>();
        type.flatMap(Coding::code).ifPresent(code -> details.put("type", code));
        parent.ifPresent(id -> details.put("parent", id.value()));
        author.ifPresent(person -> details.put("author", person.label()));
        return new StepRecorded(DOCUMENT_KIND, number, status, title, document, details);
    }

    private StepRecorded parentWithdrawn(Identifier replaced) {
        Map<String, String> details = Map.of("replacedBy", number.value());
        return new StepRecorded(DOCUMENT_KIND, replaced, StepStatus.CANCELLED, title, Optional.empty(), details);
    }
}
