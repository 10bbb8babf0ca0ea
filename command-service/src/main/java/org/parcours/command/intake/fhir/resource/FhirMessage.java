package org.parcours.command.intake.fhir.resource;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What one request brings.
 *
 * @param messageId by which the sender calls it (Bundle.identifier of a message)
 * @param source who says to have sent it
 * @param timestamp when it was put together
 */
public record FhirMessage(
        Kind kind,
        Optional<String> messageId,
        Optional<String> source,
        Optional<OffsetDateTime> timestamp,
        List<ResourceEntry> entries) {

    public enum Kind {
        SINGLE,
        TRANSACTION,
        BATCH,
        MESSAGE,
        COLLECTION;

        /** What is good of it is recorded even where something else is not. */
        public boolean hasIndependentEntries() {
            return this == BATCH || this == COLLECTION;
        }
    }

    public FhirMessage {
        entries = List.copyOf(entries);
    }
}
