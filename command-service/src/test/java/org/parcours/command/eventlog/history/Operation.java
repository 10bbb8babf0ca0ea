package org.parcours.command.eventlog.history;

import java.util.List;
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.store.Hash;

/**
 * What one client asked and what it was told. Times are of one clock that all clients of a history share and that never
 * goes back; {@link Long#MAX_VALUE}: never answered.
 */
public sealed interface Operation {

    /** Whoever does one thing after the other. */
    String client();

    /** Through which process: who asks it must see what it was told before. */
    String process();

    long askedAt();

    long answeredAt();

    /** An append, by what was told of it. */
    record Appending(String client, String process, long askedAt, long answeredAt, Append append, Told told)
            implements Operation {}

    /** A read that was answered: at which positions it found events. */
    record Reading(
            String client,
            String process,
            long askedAt,
            long answeredAt,
            Criteria criteria,
            long after,
            int limit,
            List<Long> positions)
            implements Operation {}

    /** Where a commit stands, as it was told. */
    record Place(long sequence, long lastPosition, Hash hash) {
        public static Place of(Commit commit) {
            return new Place(commit.sequence(), commit.lastPosition(), commit.hash());
        }
    }

    sealed interface Told {

        /** Recorded now. */
        record Appended(Place at) implements Told {}

        /** Recorded before. */
        record AlreadyAppended(Place at) implements Told {}

        /** Not recorded; this is in the way. */
        record Conflicted(long position) implements Told {}

        /** Nothing certain: an error, no answer. */
        record Nothing() implements Told {}

        static Told of(AppendOutcome outcome) {
            return switch (outcome) {
                case AppendOutcome.Appended(var commit) -> new Appended(Place.of(commit));
                case AppendOutcome.AlreadyAppended(var commit) -> new AlreadyAppended(Place.of(commit));
                case AppendOutcome.Conflicted(long position) -> new Conflicted(position);
            };
        }
    }
}
