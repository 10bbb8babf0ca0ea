package org.parcours.command.eventlog.history;

import java.util.List;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendRequest;
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

    long startedAt();

    long completedAt();

    /** An append, by what was told of it. */
    record AppendOperation(
            String client,
            String process,
            long startedAt,
            long completedAt,
            AppendRequest request,
            ObservedOutcome outcome)
            implements Operation {}

    /** A read that was answered: at which positions it found events. */
    record ReadOperation(
            String client,
            String process,
            long startedAt,
            long completedAt,
            Criteria criteria,
            long afterPosition,
            int limit,
            List<Long> positions)
            implements Operation {}

    /** Where a commit stands, as it was told. */
    record CommitLocation(long sequence, long lastPosition, Hash hash) {
        public static CommitLocation of(Commit commit) {
            return new CommitLocation(commit.sequence(), commit.lastPosition(), commit.hash());
        }
    }

    sealed interface ObservedOutcome {

        /** Recorded now. */
        record AppendedAt(CommitLocation location) implements ObservedOutcome {}

        /** Recorded before. */
        record AlreadyAppendedAt(CommitLocation location) implements ObservedOutcome {}

        /** Not recorded; this is in the way. */
        record ConflictedAt(long position) implements ObservedOutcome {}

        /** Nothing certain: an error, no answer. */
        record NoOutcome() implements ObservedOutcome {}

        static ObservedOutcome of(AppendOutcome outcome) {
            return switch (outcome) {
                case AppendOutcome.Appended(var commit) -> new AppendedAt(CommitLocation.of(commit));
                case AppendOutcome.AlreadyAppended(var commit) -> new AlreadyAppendedAt(CommitLocation.of(commit));
                case AppendOutcome.Conflicted(long position) -> new ConflictedAt(position);
            };
        }
    }
}
