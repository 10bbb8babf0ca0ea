package org.parcours.command.eventlog.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.LoggedEvent;

/**
 * Where commits are kept. One adapter a store; it decides nothing.
 *
 * <p>Reads return nothing that can still be rolled back, see at least all that this very store object has returned or
 * acknowledged before, and throw {@link org.parcours.command.eventlog.LogUnavailableException} when there is no answer.
 */
public interface CommitStore extends AutoCloseable {

    LogHead head();

    /**
     * Inserts commits in order, each only into an empty slot (its sequence) that follows a filled one with its previous
     * hash, and only when its id is not there yet. It may stop after some of them (a store without transactions).
     *
     * @param commits at least one; contiguous
     */
    InsertResult insert(List<Commit> commits);

    /** In order of sequence, as they stand there: the caller looks for gaps. */
    List<Commit> commits(long afterSequence, int limit);

    /** Those of the commits that are there, in no order. */
    List<Commit> commits(Set<CommitId> ids);

    /**
     * Events that match, in order of position.
     *
     * @param criteria at least one, each with a tag
     */
    List<LoggedEvent> read(Criteria criteria, long after, int limit);

    /** The sequence of the last commit that begins at or before the position; 0 when there is none. */
    long sequenceAt(long position);

    /** Whether it keeps an index of tags that could say other than the commits do. */
    default boolean hasTagIndex() {
        return false;
    }

    /**
     * What the store keeps beside the commits to find events by their tags, a page at a time in an order of its own;
     * empty when there is no more.
     *
     * @param after the last entry of the page before; null: from the first
     */
    default List<TagIndexEntry> tagIndex(@Nullable TagIndexEntry after, int limit) {
        return List.of();
    }

    /** An event can be found under its tag, as one of that name. Strings: a changed entry need not be one of ours. */
    record TagIndexEntry(String tag, String name, long position, long sequence) {}

    /** What the database finds wrong with its own files, in its own words; empty: nothing, or it cannot say. */
    default List<String> checkIntegrity() {
        return List.of();
    }

    /**
     * Has the listener called soon after another process appended, where the store can tell.
     *
     * @return empty: the store has to be asked again and again
     */
    default Optional<Subscription> watch(Runnable listener) {
        return Optional.empty();
    }

    @Override
    void close();
}
