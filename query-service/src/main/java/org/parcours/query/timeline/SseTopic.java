package org.parcours.query.timeline;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.parcours.events.PatientId;

/** What a stream reports changes of: one patient's timeline, or all. */
final class SseTopic {

    private final Optional<PatientId> patient;
    private final PatientTimelineReader timelineReader;
    private final AtomicLong newest = new AtomicLong();
    private volatile Set<PatientId> watched = Set.of();
    private long sent;

    private SseTopic(Optional<PatientId> patient, PatientTimelineReader timelineReader) {
        this.patient = patient;
        this.timelineReader = timelineReader;
        this.watched = patient.map(timelineReader::patientsShownWith).orElse(Set.of());
    }

    static SseTopic of(PatientId patient, PatientTimelineReader timelineReader) {
        return new SseTopic(Optional.of(patient), timelineReader);
    }

    static SseTopic all(PatientTimelineReader timelineReader) {
        return new SseTopic(Optional.empty(), timelineReader);
    }

    Optional<PatientId> patient() {
        return patient;
    }

    /** The client has the state up to {@code has}; the topic is at {@code is}. */
    void compare(long has, long is) {
        newest.accumulateAndGet(is > has ? is : 0, Math::max);
    }

    /** Whether the changes are of this topic. */
    boolean add(Map<PatientId, Long> positions) {
        long position = positions.entrySet().stream()
                .filter(change -> patient.isEmpty() || watched.contains(change.getKey()))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(0);
        newest.accumulateAndGet(position, Math::max);
        return position > 0;
    }

    /** The newest position, where it is to be sent. */
    Optional<Long> take() {
        long position = newest.get();
        if (position <= sent) {
            return Optional.empty();
        }
        sent = position;
        patient.ifPresent(id -> watched = timelineReader.patientsShownWith(id));
        return Optional.of(position);
    }
}
