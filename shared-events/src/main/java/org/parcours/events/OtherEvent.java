package org.parcours.events;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whatever application number 181 brings, until it needs rules of its own. */
public sealed interface OtherEvent extends Event {

    /**
     * A step of a kind from the catalogue.
     *
     * @param kind a {@code code} of the catalogue
     * @param step the application's own number of the step
     * @param details free words to show, in the order told
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
            details = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(details));
        }

        @Override
        public List<StepKey> stepKeys() {
            return List.of(new StepKey(kind, step));
        }
    }
}
