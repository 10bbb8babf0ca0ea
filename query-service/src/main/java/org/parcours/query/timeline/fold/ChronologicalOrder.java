package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.parcours.events.Envelope;
import org.parcours.events.TimePrecision;

/**
 * The events of one step by the time when they happened. A plan with a future date counts from when it was recorded. A
 * cancellation that was recorded before its target, with the same time, follows it.
 *
 * <p>A date without a time of day does not say whether it was before or after another event of that day: such an event
 * follows those of its day that were recorded before it. The order depends on the events only, not on that of arrival.
 */
final class ChronologicalOrder {

    private static final Comparator<Envelope> BY_TIME = Comparator.comparing(ChronologicalOrder::orderingTime)
            .thenComparing(envelope -> envelope.anomalies().stream().anyMatch(StepEventsFold::isMissingTarget))
            .thenComparing(Envelope::position);

    private ChronologicalOrder() {}

    /** The distinct events. */
    static List<Envelope> of(Collection<Envelope> envelopes) {
        if (envelopes.size() < 2) {
            return List.copyOf(envelopes);
        }
        Map<Boolean, List<Envelope>> byExactness =
                envelopes.stream().distinct().collect(Collectors.partitioningBy(ChronologicalOrder::isExact));
        List<Envelope> ordered =
                new ArrayList<>(byExactness.get(true).stream().sorted(BY_TIME).toList());
        byExactness.get(false).stream()
                .sorted(Comparator.comparing(Envelope::position))
                .forEach(envelope -> ordered.add(place(envelope, ordered), envelope));
        return ordered;
    }

    private static int place(Envelope envelope, List<Envelope> ordered) {
        EntryTime period = EntryTime.of(envelope);
        int place = 0;
        for (int i = 0; i < ordered.size(); i++) {
            Envelope other = ordered.get(i);
            Instant time = orderingTime(other);
            if (!time.isBefore(period.end())) {
                break;
            }
            if (time.isBefore(period.start()) || other.position() < envelope.position()) {
                place = i + 1;
            }
        }
        return place;
    }

    private static boolean isExact(Envelope envelope) {
        return envelope.annotations().precision().compareTo(TimePrecision.MINUTE) >= 0
                || !envelope.occurrence().toInstant().isBefore(envelope.recordedAt());
    }

    private static Instant orderingTime(Envelope envelope) {
        Instant occurred = envelope.occurrence().toInstant();
        return occurred.isBefore(envelope.recordedAt()) ? occurred : envelope.recordedAt();
    }
}
