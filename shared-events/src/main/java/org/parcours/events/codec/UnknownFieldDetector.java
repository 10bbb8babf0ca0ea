package org.parcours.events.codec;

import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;

/** Sets the flag that the reader has as an attribute: only an event with an unknown field is compared with its tree. */
final class UnknownFieldDetector extends DeserializationProblemHandler {

    @Override
    public boolean handleUnknownProperty(
            DeserializationContext context,
            JsonParser parser,
            ValueDeserializer<?> deserializer,
            Object target,
            String name) {
        if (context.getAttribute(UnknownFieldDetector.class) instanceof AtomicBoolean found) {
            found.set(true);
        }
        parser.skipChildren();
        return true;
    }
}
