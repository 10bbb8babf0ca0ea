package org.parcours.command.journey;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/** The recorded events of one step, latest first. Adding an event costs the same, however many there are. */
public record StepHistory(PStack<RecordedStepEvent> events) {

    public static final StepHistory EMPTY = new StepHistory(ConsPStack.empty());

    public record RecordedStepEvent(EventId id, OffsetDateTime occurredAt, Event event) {}

    public StepHistory plus(Envelope envelope) {
        return new StepHistory(
                events.plus(new RecordedStepEvent(envelope.id(), envelope.occurredAt(), envelope.event())));
    }

    /** The latest event that has one of the types. */
    @SafeVarargs
    public final Optional<EventId> latest(Class<? extends Event>... types) {
        return latest(event -> Stream.of(types).anyMatch(type -> type.isInstance(event)));
    }

    /**
     * The latest event that has one of the types, and is not later than this time: a plan that was changed before the
     * recorded one, and arrives after it, changes nothing of it.
     */
    @SafeVarargs
    public final Optional<EventId> latestUntil(OffsetDateTime time, Class<? extends Event>... types) {
        return latestRecorded(recorded -> !recorded.occurredAt().isAfter(time)
                && Stream.of(types).anyMatch(type -> type.isInstance(recorded.event())));
    }

    public Optional<EventId> latest(Predicate<Event> condition) {
        return latestRecorded(recorded -> condition.test(recorded.event()));
    }

    public Optional<EventId> latestRecorded(Predicate<RecordedStepEvent> condition) {
        return events.stream().filter(condition).map(RecordedStepEvent::id).findFirst();
    }
}
