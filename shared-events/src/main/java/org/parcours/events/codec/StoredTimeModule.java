package org.parcours.events.codec;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.parcours.events.IsoTimeFormat;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Reads and writes times as Jackson does, by {@link IsoTimeFormat}. */
final class StoredTimeModule {

    private StoredTimeModule() {}

    static JacksonModule create() {
        return new SimpleModule("stored times")
                .addSerializer(new TimeSerializer())
                .addDeserializer(OffsetDateTime.class, new TimeDeserializer());
    }

    private static final class TimeSerializer extends StdSerializer<OffsetDateTime> {

        TimeSerializer() {
            super(OffsetDateTime.class);
        }

        @Override
        public void serialize(OffsetDateTime time, JsonGenerator json, SerializationContext context) {
            json.writeString(IsoTimeFormat.format(time));
        }
    }

    private static final class TimeDeserializer extends StdDeserializer<OffsetDateTime> {

        TimeDeserializer() {
            super(OffsetDateTime.class);
        }

        @Override
        public OffsetDateTime deserialize(JsonParser parser, DeserializationContext context) {
            Optional<OffsetDateTime> time = parser.hasToken(JsonToken.VALUE_STRING)
                    ? IsoTimeFormat.parseUsualForm(parser.getString())
                    : Optional.empty();
            return time.orElseGet(() -> InstantDeserializer.OFFSET_DATE_TIME.deserialize(parser, context));
        }
    }
}
