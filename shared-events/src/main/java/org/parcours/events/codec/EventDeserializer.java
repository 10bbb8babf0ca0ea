package org.parcours.events.codec;

import java.util.concurrent.atomic.AtomicBoolean;
import org.parcours.events.Event;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads an event as the record that the reader names: its type stands outside the data, in the attribute {@code type}. */
final class EventDeserializer extends StdDeserializer<Event> {

    EventDeserializer() {
        super(Event.class);
    }

    /** @param hasUnknownFields is set where the reader finds a field that no record has */
    static ObjectReader reader(ObjectReader reader, Class<? extends Event> record, AtomicBoolean hasUnknownFields) {
        return reader.withAttribute(EventDeserializer.class, record)
                .withAttribute(UnknownFieldDetector.class, hasUnknownFields);
    }

    @Override
    public Event deserialize(JsonParser parser, DeserializationContext context) {
        return context.getAttribute(EventDeserializer.class) instanceof Class<?> record
                ? context.readValue(parser, record.asSubclass(Event.class))
                : context.reportInputMismatch(this, "the type of the event is not known");
    }
}
