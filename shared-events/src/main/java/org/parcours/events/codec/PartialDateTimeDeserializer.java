package org.parcours.events.codec;

import java.time.DateTimeException;
import org.parcours.events.PartialDateTime;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads {@link PartialDateTime}, and names what was expected where the text is no such time. */
final class PartialDateTimeDeserializer extends StdDeserializer<PartialDateTime> {

    PartialDateTimeDeserializer() {
        super(PartialDateTime.class);
    }

    @Override
    public PartialDateTime deserialize(JsonParser parser, DeserializationContext context) {
        String text = parser.getValueAsString("");
        try {
            return PartialDateTime.parse(text);
        } catch (DateTimeException e) {
            return (PartialDateTime) context.handleWeirdStringValue(
                    PartialDateTime.class,
                    text,
                    "a time with an offset is expected, such as 2026-03-10T09:30:00+01:00 or 2026-03-10+01:00");
        }
    }
}
