package org.parcours.command.eventlog.mongo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.Criteria;

/**
 * What the log needs of a replica set, in as few calls as can be: so that a simulated one can stand in, in which
 * elections, roll-backs and lost answers are a matter of a seed.
 *
 * <p>Reads but {@link #findLinearizable} are of what a majority has (read concern majority), from the primary, and causally
 * consistent: they see all that this object has returned, or was acknowledged by a majority, before. They may miss what
 * others wrote meanwhile. All throw {@link org.parcours.command.eventlog.LogUnavailableException} when there is no answer.
 */
interface CommitCollection extends AutoCloseable {

    /** What a unique index refused. */
    enum UniqueKey {
        /** The {@code _id}: the sequence; or the first position, which says the same. */
        SLOT,
        /** The commit's id (rule 4). */
        COMMIT_ID
    }

    /** What became of an insertion, as the server or the line told. */
    sealed interface InsertReply {

        /**
         * @param insertedCount how many of the documents, from the first, are in
         * @param violatedKey why the next one is not; empty: all are in
         * @param majorityConfirmed whether a majority has those that are in, journalled (no write concern error)
         */
        record Replied(int insertedCount, Optional<UniqueKey> violatedKey, boolean majorityConfirmed)
                implements InsertReply {}

        /** No answer, or one that does not say what was done; what was sent may still be done. */
        record Indeterminate(Exception cause) implements InsertReply {}
    }

    /** One ordered insertion with write concern majority, journalled. The server does them one by one and stops at the first it refuses. */
    InsertReply insert(List<Commit> commits);

    /**
     * What stands in a slot: a linearizable read of the primary, which answers only when a majority confirms that it is
     * the primary still. So what it shows is not rolled back any more, and an empty slot was empty.
     */
    Optional<Commit> findLinearizable(long sequence);

    /** In order of sequence. */
    List<Commit> findAfter(long sequence, int limit);

    List<Commit> findByIds(Set<CommitId> ids);

    /** Commits that hold an event after the position that may match, in order; by the index on tag and name. */
    List<Commit> findMatching(Criteria criteria, long afterPosition, int limit);

    /** The last commit that begins at or before the position; {@link Long#MAX_VALUE}: the last of all. */
    Optional<Commit> findAtOrBefore(long position);

    /** Has the listener called when somebody appends, as long as a change stream can be had. */
    Optional<Subscription> watch(Runnable listener);

    @Override
    void close();
}
