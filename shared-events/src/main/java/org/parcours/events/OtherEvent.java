package org.parcours.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Steps of a kind that has no event type of its own: application number 181 starts here. */
public sealed interface OtherEvent extends Event {

    /**
     * A step of a kind from the catalogue.
     *
     * @param kind a {@code code} of the catalogue
     * @param step the application's own number of the step
     * @param details free text to display by label, in the order sent
     */
    record StepRecorded(
            String kind,
            Identifier step,
            StepStatus status,
            Optional<String> title,
            Optional<DocumentRef> document,
            Map<String, String> details)
            implements OtherEvent {

        public StepRecorded {
            details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        }

        @Override
        public List<StepKey> stepKeys() {
            return List.of(new StepKey(kind, step));
        }

        @Override
        public List<DocumentRef> documents() {
            return document.stream().toList();
        }
    }

    /**
     * Recorded events that do not count: their resource was entered in error, or is another patient's. They stay in the
     * history.
     *
     * @param keys of the step that they belong to; none for a stay
     */
    record EventsWithdrawn(List<StepKey> keys, List<EventId> events, Optional<Coding> reason) implements OtherEvent {

        public EventsWithdrawn {
            keys = List.copyOf(keys);
            events = List.copyOf(events);
        }

        @Override
        public List<StepKey> stepKeys() {
            return keys;
        }
    }
}
