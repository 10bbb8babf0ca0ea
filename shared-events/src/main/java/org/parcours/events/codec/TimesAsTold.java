package org.parcours.events.codec;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.function.Predicate;
import org.parcours.events.Years;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.ext.javatime.deser.LocalDateDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads times and days as Jackson does, within {@link Years}. For what comes in only: what is stored is read as it is,
 * since a log cannot be told to take its words back.
 */
final class TimesAsTold<T> extends StdDeserializer<T> {

    private final ValueDeserializer<T> any;
    private final Predicate<T> possible;

    private TimesAsTold(Class<T> type, ValueDeserializer<T> any, Predicate<T> possible) {
        super(type);
        this.any = any;
        this.possible = possible;
    }

    static JacksonModule module() {
        return new SimpleModule()
                .addDeserializer(
                        OffsetDateTime.class,
                        new TimesAsTold<>(OffsetDateTime.class, InstantDeserializer.OFFSET_DATE_TIME, Years::include))
                .addDeserializer(
                        LocalDate.class,
                        new TimesAsTold<>(LocalDate.class, LocalDateDeserializer.INSTANCE, Years::include));
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
        T read = any.deserialize(parser, context);
        if (read != null && !possible.test(read)) {
            context.reportInputMismatch(this, "a time in the years 1 to 9999 is expected");
        }
        return read;
    }
}
