package org.parcours.command.log.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.parcours.command.log.Commit;
import org.parcours.command.log.CommitId;
import org.parcours.command.log.Criteria;
import org.parcours.command.log.Head;
import org.parcours.command.log.LoggedEvent;

/**
 * Where commits are kept. One adapter a store; it decides nothing.
 *
 * <p>Reads are from the primary, see all that was inserted (by anybody) before they began, nothing that can still be
 * rolled back, and throw {@link org.parcours.command.log.LogUnavailable} when there is no answer.
 */
public interface CommitStore extends AutoCloseable {

    Head head();

    /**
     * Inserts commits in order, each only into an empty slot (its sequence) that follows a filled one with its previous
     * hash, and only when its id is not there yet. It may stop after some of them (a store without transactions).
     *
     * @param commits at least one; contiguous
     */
    Insertion insert(List<Commit> commits);

    /** In order of sequence, as they stand there: the caller looks for gaps. */
    List<Commit> commits(long afterSequence, int limit);

    /** Those of the commits that are there, in no order. */
    List<Commit> commits(Set<CommitId> ids);

    /** The first position after the given one whose event matches. */
    OptionalLong firstMatch(Criteria criteria, long after);

    List<LoggedEvent> read(Criteria criteria, long after, int limit);

    /** The last position recorded at or before that time. */
    Optional<Long> positionAt(Instant recordedAt);

    @Override
    void close();
}
