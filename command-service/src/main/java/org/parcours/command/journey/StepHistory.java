package org.parcours.command.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventId;

/** What has been recorded of one step, oldest first. */
public record StepHistory(List<Recorded> events) {

    public static final StepHistory EMPTY = new StepHistory(List.of());

    /** One event of the step. */
    public record Recorded(EventId id, Event event) {}

    public StepHistory {
        events = List.copyOf(events);
    }

    public StepHistory and(Envelope envelope) {
        List<Recorded> more = new ArrayList<>(events);
        more.add(new Recorded(envelope.id(), envelope.event()));
        return new StepHistory(more);
    }

    /** The latest event of one of the types. */
    @SafeVarargs
    public final Optional<EventId> latest(Class<? extends Event>... types) {
        return latest(event -> Stream.of(types).anyMatch(type -> type.isInstance(event)));
    }

    public Optional<EventId> latest(Predicate<Event> which) {
        return events.reversed().stream()
                .filter(recorded -> which.test(recorded.event()))
                .map(Recorded::id)
                .findFirst();
    }
}
