package org.parcours.command.eventlog.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.LoggedEvent;

/**
 * The port to a store of commits, with one adapter for each store. An adapter makes no decisions.
 *
 * <p>Reads return only data that cannot be rolled back any more, and at least what this instance has returned or
 * acknowledged before. They throw {@link org.parcours.command.eventlog.LogUnavailableException} when the store is
 * unavailable.
 */
public interface CommitStore extends AutoCloseable {

    LogHead head();

    /**
     * Inserts commits in order: each only into an empty slot (its sequence) directly after a commit with its previous
     * hash, and only if its id is not in the log. A store without transactions may stop after some of them.
     *
     * @param commits at least one; contiguous
     */
    InsertResult insert(List<Commit> commits);

    /** Commits in order of sequence, as stored: the caller checks for gaps. */
    List<Commit> commits(long afterSequence, int limit);

    /** The commits with these ids that exist, in no order. */
    List<Commit> commits(Set<CommitId> ids);

    /** Matching events in order of position. There is at least one criterion, and each has a tag. */
    List<LoggedEvent> read(Criteria criteria, long afterPosition, int limit);

    /** The sequence of the last commit whose first position is at or before the position; 0 where there is none. */
    long sequenceAt(long position);

    /** Whether the store has a tag index of its own, which could deviate from the commits. */
    default boolean hasTagIndex() {
        return false;
    }

    /** A page of the tag index, in its own order, after the last entry of the previous page; empty at its end. */
    default List<TagIndexEntry> tagIndex(@Nullable TagIndexEntry after, int limit) {
        return List.of();
    }

    /** An entry of the tag index. Its values are strings, since a tampered entry need not be a valid tag or name. */
    record TagIndexEntry(String tag, String name, long position, long sequence) {

        /** The entries that a commit requires, by position and tag. */
        public static Stream<TagIndexEntry> of(Commit commit) {
            return commit.loggedEvents().stream().flatMap(event -> event.tags().stream()
                    .sorted()
                    .map(tag ->
                            new TagIndexEntry(tag.value(), event.name().value(), event.position(), commit.sequence())));
        }
    }

    /** Errors that the database finds in its own files, in its own words; empty: none, or it has no such check. */
    default List<String> checkIntegrity() {
        return List.of();
    }

    /**
     * Writes so many bytes and removes them.
     *
     * @throws org.parcours.command.eventlog.LogUnavailableException if the store does not accept them
     */
    void checkWritable(int bytes);

    /** Calls the listener soon after another process appended; empty: the store must be polled. */
    default Optional<Subscription> watch(Runnable listener) {
        return Optional.empty();
    }

    @Override
    void close();
}
