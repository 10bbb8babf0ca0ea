package org.parcours.events.codec;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.function.Predicate;
import org.parcours.events.PartialDateTime;
import org.parcours.events.SupportedYears;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.ext.javatime.deser.LocalDateDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads times and dates as Jackson does, and rejects those outside {@link SupportedYears}. For incoming facts only:
 * stored events are read as they are.
 */
final class RangeCheckedTimeDeserializer<T> extends StdDeserializer<T> {

    private final ValueDeserializer<T> delegate;
    private final Predicate<T> supported;

    private RangeCheckedTimeDeserializer(ValueDeserializer<T> delegate, Predicate<T> supported) {
        super(delegate.handledType());
        this.delegate = delegate;
        this.supported = supported;
    }

    static JacksonModule module() {
        return new SimpleModule()
                .addDeserializer(
                        OffsetDateTime.class,
                        new RangeCheckedTimeDeserializer<>(
                                InstantDeserializer.OFFSET_DATE_TIME, SupportedYears::include))
                .addDeserializer(
                        LocalDate.class,
                        new RangeCheckedTimeDeserializer<>(LocalDateDeserializer.INSTANCE, SupportedYears::include))
                .addDeserializer(
                        PartialDateTime.class,
                        new RangeCheckedTimeDeserializer<>(
                                new PartialDateTimeDeserializer(), time -> SupportedYears.include(time.time())));
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
        T value = delegate.deserialize(parser, context);
        if (value != null && !supported.test(value)) {
            context.reportInputMismatch(this, "a time in the years 1 to 9999 is expected");
        }
        return value;
    }
}
