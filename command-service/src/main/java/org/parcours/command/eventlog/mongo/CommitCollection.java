package org.parcours.command.eventlog.mongo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.Criteria;

/**
 * The port to the collection of commits in a replica set; tests replace it by a simulation in which a seed determines
 * elections, rollbacks and lost replies.
 *
 * <p>Reads other than {@link #findLinearizable} have read concern majority, go to the primary and are causally
 * consistent: they see all that this instance has returned, or a majority has acknowledged to it, before. They may miss
 * concurrent writes of other processes. All reads throw {@link org.parcours.command.eventlog.LogUnavailableException}
 * without a reply.
 */
interface CommitCollection extends AutoCloseable {

    /** The unique indexes. */
    enum UniqueKey {
        /** The {@code _id}, which is the sequence, or the first position, which is equivalent. */
        SLOT,
        /** The commit id (log rule 4). */
        COMMIT_ID
    }

    sealed interface InsertReply {

        /**
         * @param insertedCount how many of the commits, from the first, are inserted
         * @param violatedKey the unique index that rejected the next commit; empty: all are inserted
         * @param majorityConfirmed whether a majority has journalled the inserted commits (no write concern error)
         */
        record Replied(int insertedCount, Optional<UniqueKey> violatedKey, boolean majorityConfirmed)
                implements InsertReply {}

        /** No reply, or one that does not state the result; the insert may still be executed. */
        record Indeterminate(Exception cause) implements InsertReply {}
    }

    /** An ordered insert with write concern majority, journalled. It stops at the first commit that is rejected. */
    InsertReply insert(List<Commit> commits);

    /**
     * The occupant of a slot, by a linearizable read: the primary replies only once a majority has confirmed that it
     * still is the primary. So a returned commit cannot be rolled back any more, and an empty slot was empty.
     */
    Optional<Commit> findLinearizable(long sequence);

    List<Commit> findAfter(long sequence, int limit);

    List<Commit> findByIds(Set<CommitId> ids);

    /** Commits, in order, with an event after the position that may match; by the index on tag and name. */
    List<Commit> findMatching(Criteria criteria, long afterPosition, int limit);

    /** The last commit whose first position is at or before the position; {@link Long#MAX_VALUE}: the last commit. */
    Optional<Commit> findAtOrBefore(long position);

    /** See {@link org.parcours.command.eventlog.engine.CommitStore#checkWritable}. */
    void checkWritable(int bytes);

    /** Calls the listener after each append, where the server supports change streams. */
    Optional<Subscription> watch(Runnable listener);

    @Override
    void close();
}
