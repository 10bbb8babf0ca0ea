package org.parcours.query.rebuild;

import java.util.List;
import java.util.Optional;
import org.parcours.events.EventId;

/**
 * A document that two generations have differently. It names no value, so that it can be printed.
 *
 * @param document its id in the collection: {@code patient/entry} for an entry
 * @param fields whose values differ; empty where one generation lacks the document
 * @param event the first event by which the two histories of an entry differ, otherwise the last one of the document
 */
public record ViewDifference(
        Kind kind, String collection, String document, List<String> fields, Optional<ExplainingEvent> event) {

    public enum Kind {
        /** Only the new generation has it. */
        ADDED,
        /** Only the current generation has it. */
        MISSING,
        CHANGED
    }

    /** @param position in the log */
    public record ExplainingEvent(long position, Optional<EventId> id) {}

    public ViewDifference {
        fields = List.copyOf(fields);
    }

    @Override
    public String toString() {
        return "%-7s %s %s%s%s"
                .formatted(
                        kind,
                        collection,
                        document,
                        fields.isEmpty() ? "" : " fields " + String.join(", ", fields),
                        event.map(e -> " event " + e.position()
                                        + e.id().map(id -> " " + id).orElse(""))
                                .orElse(""));
    }
}
