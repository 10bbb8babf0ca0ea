package org.parcours.command.intake;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.parcours.command.documents.DocumentStore;
import org.parcours.events.DocumentRef;
import org.parcours.events.Observation;

/** Stores a long observed text as a document (rule 7); the observation refers to it and contains its beginning. */
public record ObservationTextLimiter(DocumentStore documents, int maxText) {

    public Observation limit(Observation observation) {
        if (observation.value().length() <= maxText) {
            return observation;
        }
        DocumentRef document = documents.put(
                "text/plain; charset=utf-8",
                observation.value().getBytes(StandardCharsets.UTF_8),
                Optional.of(observation.code().label()));
        return new Observation(
                observation.code(),
                observation.value().substring(0, maxText) + "…",
                observation.unit(),
                observation.range(),
                observation.flag(),
                observation.subId(),
                observation.status(),
                Optional.of(document));
    }
}
