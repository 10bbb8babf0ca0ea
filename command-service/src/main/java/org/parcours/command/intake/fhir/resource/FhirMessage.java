package org.parcours.command.intake.fhir.resource;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What one request brings.
 *
 * @param ownId by which the sender calls it (Bundle.identifier of a message)
 * @param source who says to have sent it
 * @param at when it was put together
 */
public record FhirMessage(
        Kind kind, Optional<String> ownId, Optional<String> source, Optional<OffsetDateTime> at, List<Entry> entries) {

    public enum Kind {
        SINGLE,
        TRANSACTION,
        BATCH,
        MESSAGE,
        COLLECTION;

        /** What is good of it is recorded even where something else is not. */
        public boolean eachByItself() {
            return this == BATCH || this == COLLECTION;
        }
    }

    public FhirMessage {
        entries = List.copyOf(entries);
    }
}
