package org.parcours.command.intake.fhir.resource;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

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
        Optional<OffsetDateTime> timestamp,
        List<ResourceEntry> entries) {

    public enum Kind {
        SINGLE,
        TRANSACTION,
        BATCH,
        MESSAGE,
        COLLECTION;

        /** Whether valid entries are recorded although others are rejected. */
        public boolean hasIndependentEntries() {
            return this == BATCH || this == COLLECTION;
        }
    }

    public FhirMessage {
        entries = List.copyOf(entries);
    }
}
