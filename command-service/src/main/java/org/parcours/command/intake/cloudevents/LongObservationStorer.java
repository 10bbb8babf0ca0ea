package org.parcours.command.intake.cloudevents;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.parcours.command.documents.DocumentStore;
import org.parcours.events.DocumentRef;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Stores a long observed text as a document (rule 7), as for every format; the event contains its beginning. */
record LongObservationStorer(DocumentStore documents, FactBinder binder, int maxText) {

    void store(ObjectNode data) {
        for (JsonNode observation : data.path("observations")) {
            if (observation instanceof ObjectNode object
                    && object.path("value").isString()
                    && object.path("document").isMissingNode()) {
                store(object, object.get("value").asString());
            }
        }
    }

    private void store(ObjectNode observation, String value) {
        if (value.codePointCount(0, value.length()) > maxText) {
            Optional<String> title = FactBinder.textIfAny(observation.path("code"), "text");
            DocumentRef document =
                    documents.put("text/plain; charset=utf-8", value.getBytes(StandardCharsets.UTF_8), title);
            observation.put("value", value.substring(0, value.offsetByCodePoints(0, maxText - 1)) + "…");
            observation.set("document", binder.tree(document));
        }
    }
}
