package org.parcours.command.journey.decision;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.parcours.command.message.Fact;
import org.parcours.events.DerivedIds;
import org.parcours.events.DetailKey;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Observation;
import org.parcours.events.StayEvent;
import org.parcours.events.TimeOrigin;

/**
 * What an event states, without the numbers by which its thing is known. Every field of every event counts, so the
 * records are read as such: a field that is added to an event is compared too.
 */
final class EventContent {

    private static final Set<String> NUMBERS = Set.of(
            "appointment", "order", "specimen", "surgery", "prescription", "letter", "step", "visit", "movement");

    private static final ClassValue<List<RecordComponent>> FIELDS = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> !NUMBERS.contains(component.getName()))
                    .toList();
        }
    };

    private EventContent() {}

    /** Whether the recorded event states the same as the fact with this event, and as precisely. */
    static boolean isSame(Event event, Fact fact, Envelope recorded) {
        return isSame(event, fact, recorded, recorded.event());
    }

    /** @param current the recorded event as later ones have changed it */
    static boolean isSame(Event event, Fact fact, Envelope recorded, Event current) {
        return isSame(event, current)
                && isSameTime(fact, recorded)
                && isSame(fact.annotations(), recorded.annotations());
    }

    /** Of everything that {@link #isSame} compares, except the time. */
    static String hash(Event event, EventAnnotations annotations) {
        return DerivedIds.hash(
                event.getClass().getSimpleName(),
                fields(event).toString(),
                patientClass(event).toString(),
                annotations.notes().toString(),
                new TreeMap<>(details(annotations)).toString(),
                annotations.attachments().toString());
    }

    static boolean isSame(Event one, Event other) {
        return one.getClass() == other.getClass()
                && fields(one).equals(fields(other))
                && patientClass(one).equals(patientClass(other));
    }

    /** The version, the time of report and what was not read are no part of the state. */
    static boolean isSame(EventAnnotations one, EventAnnotations other) {
        return one.notes().equals(other.notes())
                && details(one).equals(details(other))
                && one.attachments().equals(other.attachments());
    }

    private static Map<String, String> details(EventAnnotations annotations) {
        return annotations.details().entrySet().stream()
                .filter(detail -> !detail.getKey().equals(DetailKey.REPORTED_AT))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** A state without a time of its own has its time of report, which is no evidence of a change. */
    static boolean isSameTime(Fact fact, Envelope recorded) {
        boolean derived = fact.annotations().origin() == TimeOrigin.DERIVED
                || fact.annotations().origin() == TimeOrigin.RECEIVED
                || fact.reportedAt()
                        .filter(reportedAt -> reportedAt.isEqual(fact.occurredAt()))
                        .isPresent();
        return derived
                || fact.occurredAt().isEqual(recorded.occurredAt())
                        && fact.annotations().precision()
                                == recorded.annotations().precision();
    }

    private static List<Object> fields(Event event) {
        return FIELDS.get(event.getClass()).stream()
                .map(field -> value(field, event))
                .toList();
    }

    private static Object value(RecordComponent field, Event event) {
        try {
            return withoutNumbers(field.getAccessor().invoke(event));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("An event's fields are public", e);
        }
    }

    /** The numbers of a value are no part of what it says. */
    private static Object withoutNumbers(Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .map(element -> element instanceof Observation observation
                                ? observation.withIdentifiers(List.of())
                                : element)
                        .toList()
                : value;
    }

    private static Optional<String> patientClass(Event event) {
        return event instanceof StayEvent stay ? stay.visit().patientClass() : Optional.empty();
    }
}
