package org.parcours.command.feeds.fhir;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.parcours.command.intake.fhir.element.UnreadElements.UnreadElement;
import org.parcours.command.intake.fhir.resource.ResourceEntry;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.UnsupportedMessage;

/**
 * What became of one resource of a message.
 *
 * @param ignored the elements that were not used
 */
record ProcessedEntry(ResourceEntry entry, Effect effect, List<UnreadElement> ignored) {

    sealed interface Effect {}

    /** @param positions of the events in the log */
    record Recorded(List<Long> positions) implements Effect {}

    /** As {@link Recorded}, of a resource that was known before. */
    record Changed(List<Long> positions) implements Effect {}

    /** @param positions of the events that were recorded before, where known */
    record Duplicate(List<Long> positions) implements Effect {}

    /**
     * The resource is tracked, and nothing was recorded for it but its history.
     *
     * @param older whether a later version is recorded
     */
    record NothingRecorded(String reason, boolean older) implements Effect {

        NothingRecorded(String reason) {
            this(reason, false);
        }
    }

    /** @param container the path of the resource that was recorded with this one in it */
    record PartOf(String container, Effect ofContainer) implements Effect {}

    record NotTracked(String reason) implements Effect {}

    record Rejected(Rejection rejection, Optional<UUID> quarantine) implements Effect {}

    /** Of a validation: it would be recorded, or be a duplicate. */
    record Valid() implements Effect {}

    ProcessedEntry {
        ignored = List.copyOf(ignored);
    }

    /** Of a single resource, and of an entry of a response Bundle. */
    int status() {
        return status(effect);
    }

    /** An update creates what is not there yet; a create always does (FHIR R4, 3.1.0.4 and 3.1.0.8). */
    private int status(Effect effect) {
        return switch (effect) {
            case Recorded _ -> 201;
            case Changed _ -> entry.request().isUpdate() ? 200 : 201;
            case PartOf(var _, Effect ofContainer) -> status(ofContainer);
            // FHIR R4, 3.1.0.5: the update was made from a version that is no longer the last one.
            case NothingRecorded(var _, boolean older) ->
                older && entry.request().ifMatch().isPresent() ? 412 : 200;
            case Duplicate _, NotTracked _, Valid _ -> 200;
            case Rejected _ -> 422;
        };
    }

    boolean isRejected() {
        return effect instanceof Rejected;
    }

    OperationOutcome outcome() {
        OperationOutcome outcome =
                switch (effect) {
                    case Rejected(Rejection rejection, Optional<UUID> quarantine) ->
                        OperationOutcomeFactory.errors(List.of(rejection), quarantine);
                    case NotTracked(String reason) ->
                        OperationOutcomeFactory.information(new Rejection(
                                UnsupportedMessage.CODE, entry.path(), "kept and not tracked: " + reason));
                    case Recorded _, Changed _, Duplicate _, NothingRecorded _, PartOf _, Valid _ ->
                        OperationOutcomeFactory.information(text(effect));
                };
        ignored.forEach(element -> outcome.addIssue(OperationOutcomeFactory.ignored(element)));
        return outcome;
    }

    private static String text(Effect effect) {
        return switch (effect) {
            case Recorded(List<Long> positions) ->
                "recorded" + at(positions.size() == 1 ? " at position " : " at positions ", positions);
            case Changed(List<Long> positions) ->
                "recorded" + at(positions.size() == 1 ? " at position " : " at positions ", positions);
            case Duplicate(List<Long> positions) -> "duplicate: recorded before" + at(" at ", positions);
            case NothingRecorded(String reason, var _) -> "kept, and nothing recorded: " + reason;
            case PartOf(String container, Effect ofContainer) -> text(ofContainer) + ", as a part of " + container;
            case NotTracked(String reason) -> "kept and not tracked: " + reason;
            case Rejected(Rejection rejection, var _) -> rejection.reason();
            case Valid _ -> "valid";
        };
    }

    private static String at(String words, List<Long> positions) {
        return positions.isEmpty()
                ? ""
                : words + positions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
