package org.parcours.command.eventlog.history;

import java.util.List;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.store.Hash;

/**
 * An operation of a client, with its outcome. Times are of one monotonic clock that all clients of a history share;
 * {@link Long#MAX_VALUE}: never completed.
 */
public sealed interface Operation {

    /** The client, whose operations do not overlap. */
    String client();

    /** The process that executed the operation; it must reflect all earlier outcomes of that process. */
    String process();

    long startedAt();

    long completedAt();

    /** An append with its outcome. */
    record AppendOperation(
            String client,
            String process,
            long startedAt,
            long completedAt,
            AppendRequest request,
            ObservedOutcome outcome)
            implements Operation {}

    /** A completed read, with the positions of the events that it returned. */
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

    /** The place of a commit, as acknowledged. */
    record CommitLocation(long sequence, long lastPosition, Hash hash) {
        public static CommitLocation of(Commit commit) {
            return new CommitLocation(commit.sequence(), commit.lastPosition(), commit.hash());
        }
    }

    sealed interface ObservedOutcome {

        /** Appended by this request. */
        record AppendedAt(CommitLocation location) implements ObservedOutcome {}

        /** Appended before. */
        record AlreadyAppendedAt(CommitLocation location) implements ObservedOutcome {}

        /** Not appended; the event at this position conflicts. */
        record ConflictedAt(long position) implements ObservedOutcome {}

        /** Unknown: an error or no reply. */
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
