package org.parcours.command.intake.fhir.resource;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;

/**
 * A message as it was read: one resource, or a Bundle.
 *
 * @param messageId the sender's id of a Bundle of type message ({@code Bundle.identifier})
 * @param source the source application that the message names
 * @param timestamp when the Bundle was created ({@code Bundle.timestamp})
 */
public record FhirMessage(
        Kind kind,
        Optional<String> messageId,
        Optional<String> source,
        Optional<FhirElement> timestamp,
        List<ResourceEntry> entries) {

    public enum Kind {
        SINGLE,
        TRANSACTION,
        BATCH,
        MESSAGE,
        COLLECTION,
        DOCUMENT,
        SEARCHSET,
        HISTORY;

        /** Whether valid entries are recorded although others are rejected. */
        public boolean hasIndependentEntries() {
            return switch (this) {
                case BATCH, COLLECTION, SEARCHSET, HISTORY -> true;
                case SINGLE, TRANSACTION, MESSAGE, DOCUMENT -> false;
            };
        }
    }

    public FhirMessage {
        entries = List.copyOf(entries);
    }
}
