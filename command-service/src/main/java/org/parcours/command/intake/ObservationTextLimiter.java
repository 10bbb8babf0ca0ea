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
        int end = Character.isHighSurrogate(observation.value().charAt(maxText - 1)) ? maxText - 1 : maxText;
        return observation.withValue(observation.value().substring(0, end) + "…", Optional.of(document));
    }
}
