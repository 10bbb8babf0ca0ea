package org.parcours.command.intake.fhir.resource;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.Identifier;

/**
 * A message as it was read: one resource, or a Bundle.
 *
 * @param messageId the sender's id of a Bundle of type message ({@code Bundle.identifier})
 * @param source the source application that the message names
 * @param bundle without the resources of its entries; empty for a single resource
 * @param timestamp when the Bundle was created ({@code Bundle.timestamp})
 */
public record FhirMessage(
        Kind kind,
        Optional<String> messageId,
        Optional<String> source,
        Optional<FhirElement> timestamp,
        List<ResourceEntry> entries,
        Optional<FhirElement> bundle) {

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

    /** The entries in the order in which they are recorded: of a history, the oldest version of each resource first. */
    public List<ResourceEntry> oldestFirst() {
        return kind == Kind.HISTORY ? HistoryOrder.oldestFirst(entries) : entries;
    }

    /** The identity of a document: that of its Bundle (FHIR R4, 3.3.1); a new version has another one. */
    Optional<Identifier> documentIdentifier() {
        return bundle.filter(_ -> kind == Kind.DOCUMENT)
                .flatMap(document -> ReferenceResolver.toIdentifier(document.child("identifier")));
    }
}
