package org.parcours.events;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.parcours.events.codec.EventType;

/** One full example of every event, made from its record: a new event is in every test from its first day. */
public final class EventExampleFactory {

    private static final UUID A_UUID = UUID.fromString("0190a3f0-0000-7000-8000-000000000001");

    private EventExampleFactory() {}

    public static Stream<Event> ofEveryEvent() {
        return EventType.all()
                .sorted((a, b) -> a.getSimpleName().compareTo(b.getSimpleName()))
                .map(type -> type.cast(example(type)));
    }

    public static Envelope envelope(Event event) {
        return new Envelope(
                new EventId(A_UUID),
                new PatientId(A_UUID),
                Instant.parse("2026-03-01T08:00:00.123456Z"),
                42,
                OffsetDateTime.parse("2026-03-01T08:30:00+01:00"),
                new EventProvenance(
                        "GAM",
                        Optional.of("CHU"),
                        "hl7v2",
                        "1117925589",
                        "ab".repeat(32),
                        Optional.empty(),
                        DataEntryMode.LIVE,
                        Optional.empty(),
                        Optional.of(new Resubmission(A_UUID, "Dr. House")),
                        Optional.of("cd".repeat(32))),
                Optional.of(new StayId(A_UUID)),
                Optional.empty(),
                Optional.of(new EventId(A_UUID)),
                List.of(Anomaly.of(Anomaly.Code.NO_VISIT_NUMBER, "no PV1-19")),
                event,
                new EventAnnotations(
                        TimePrecision.DAY,
                        TimeOrigin.STATED_WITHOUT_OFFSET,
                        List.of("hémolysé"),
                        Map.of(DetailKey.ROUTE, "orale"),
                        List.of(new DocumentRef("application/pdf", "ef".repeat(32), 7, Optional.empty())),
                        List.of("RXE-4", "NTE-3"),
                        Optional.of(OffsetDateTime.parse("2026-03-10T11:15:00+01:00")),
                        Optional.of("3"),
                        List.of(new StepKey("filler-order", Identifier.of("urn:example", "r-1"))),
                        true,
                        Optional.of("ab".repeat(32))),
                UnknownFields.NONE);
    }

    private static Object example(Type type) {
        return switch (type) {
            case ParameterizedType generic
            when generic.getRawType() == Optional.class -> Optional.of(example(generic.getActualTypeArguments()[0]));
            case ParameterizedType generic
            when generic.getRawType() == List.class -> List.of(example(generic.getActualTypeArguments()[0]));
            case ParameterizedType generic when generic.getRawType() == Map.class -> Map.of("salle", "3");
            case Class<?> c when c == String.class -> "exemple é";
            case Class<?> c when c == UUID.class -> A_UUID;
            case Class<?> c when c == boolean.class -> true;
            case Class<?> c when c == long.class -> 7L;
            case Class<?> c when c == Integer.class -> 2;
            case Class<?> c when c == LocalDate.class -> LocalDate.of(1950, 8, 14);
            case Class<?> c when c == OffsetDateTime.class -> OffsetDateTime.parse("2026-02-28T23:59:00+02:00");
            case Class<?> c when c.isEnum() -> c.getEnumConstants()[0];
            case Class<?> c when c.isRecord() -> record(c);
            default -> throw new IllegalStateException("No example of " + type);
        };
    }

    private static Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(Arrays.stream(components)
                    .map(c -> example(c.getGenericType()))
                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("No example of " + type, e);
        }
    }
}
