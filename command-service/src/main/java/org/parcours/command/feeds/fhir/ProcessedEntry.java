package org.parcours.command.feeds.fhir;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.parcours.command.intake.fhir.resource.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.ResourceEntry;
import org.parcours.command.message.Rejection;

/**
 * What became of one resource of a message.
 *
 * @param ignored the paths of the elements that were not used
 */
record ProcessedEntry(ResourceEntry entry, Effect effect, List<String> ignored) {

    sealed interface Effect {}

    /** @param positions of the events in the log */
    record Recorded(List<Long> positions) implements Effect {}

    /** @param positions of the events that were recorded before, where known */
    record Duplicate(List<Long> positions) implements Effect {}

    record NotTracked() implements Effect {}

    record Rejected(Rejection rejection, Optional<UUID> quarantine) implements Effect {}

    /** The effect of a validation: it would be recorded, or be a duplicate. */
    record Valid() implements Effect {}

    ProcessedEntry {
        ignored = List.copyOf(ignored);
    }

    /** Of a single resource, and of an entry of a response Bundle. */
    int status() {
        return switch (effect) {
            case Recorded _ -> 201;
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
                    case Recorded(List<Long> positions) ->
                        OperationOutcomeFactory.information("recorded" + at(" at position", positions));
                    case Duplicate(List<Long> positions) ->
                        OperationOutcomeFactory.information("duplicate: recorded before" + at(" at", positions));
                    case NotTracked _ ->
                        OperationOutcomeFactory.information(
                                FhirRejectionCode.unsupported(entry.path()).asRejection());
                    case Valid _ -> OperationOutcomeFactory.information("valid");
                    case Rejected(Rejection rejection, Optional<UUID> quarantine) ->
                        OperationOutcomeFactory.errors(List.of(rejection), quarantine);
                };
        ignored.forEach(path -> outcome.addIssue(OperationOutcomeFactory.ignored(path)));
        return outcome;
    }

    private static String at(String words, List<Long> positions) {
        return positions.isEmpty()
                ? ""
                : words + " " + positions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
