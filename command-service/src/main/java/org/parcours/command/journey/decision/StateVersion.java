package org.parcours.command.journey.decision;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.parcours.command.message.Fact;
import org.parcours.events.Envelope;
import org.parcours.events.EventAnnotations;

/**
 * The version of a state, by its application: when it was last updated (FHIR meta.lastUpdated), else its number
 * (meta.versionId). The ids of versions are opaque; those that are numbers count up on every server that we know.
 */
record StateVersion(String application, Optional<Instant> updatedAt, Optional<Long> number) {

    static StateVersion of(Fact fact, String application) {
        return of(fact.annotations(), application);
    }

    static StateVersion of(Envelope recorded) {
        return of(recorded.annotations(), recorded.reporter().application());
    }

    private static StateVersion of(EventAnnotations annotations, String application) {
        return new StateVersion(
                application,
                annotations.sentAt().map(OffsetDateTime::toInstant),
                annotations
                        .version()
                        .filter(version -> version.matches("[0-9]{1,18}"))
                        .map(Long::valueOf));
    }

    /** Whether both are known, and this one is the older: of equal ones the order of arrival decides. */
    boolean isOlderThan(StateVersion other) {
        if (!application.equals(other.application)) {
            return false;
        }
        int byTime = compare(updatedAt, other.updatedAt);
        return byTime == 0 ? compare(number, other.number) < 0 : byTime < 0;
    }

    private static <T extends Comparable<T>> int compare(Optional<T> one, Optional<T> other) {
        return one.isPresent() && other.isPresent() ? one.get().compareTo(other.get()) : 0;
    }
}
