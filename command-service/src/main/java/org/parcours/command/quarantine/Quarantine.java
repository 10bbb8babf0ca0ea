package org.parcours.command.quarantine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where refused messages wait for a person. Throws {@code StoreUnavailable} when it cannot be written or read. */
public interface Quarantine {

    int MAX_PAGE = 200;

    /** What became of an attempt whose original was recorded. */
    String ATTEMPT_SUPERSEDED = "another correction of the original was recorded";

    /**
     * Keeps a refused message; on the disk when it returns. The same bytes from the same sender, refused for the same
     * code while the first is open, are counted there instead of kept again.
     *
     * @return the id that it is kept under
     */
    UUID put(QuarantinedMessage message);

    Optional<QuarantinedMessage> get(UUID id);

    /**
     * The newest first.
     *
     * @param limit 1 to {@value #MAX_PAGE}
     * @param before only older ones than this; empty: from the newest
     */
    List<QuarantinedMessage> newestFirst(QuarantineFilter filter, int limit, Optional<UUID> before);

    /**
     * The oldest first: in the order in which they are to be submitted.
     *
     * @param limit 1 to {@value #MAX_PAGE}
     * @param after only newer ones than this; empty: from the oldest
     */
    List<QuarantinedMessage> oldestFirst(QuarantineFilter filter, int limit, Optional<UUID> after);

    /**
     * What is open and nobody has worked on, by sender and reason; where most came last is first.
     *
     * @param limit how many such groups
     */
    List<RejectionGroup> groups(int limit);

    /**
     * Keeps what is about to be submitted in a message's place, before anything is recorded of it. The first to claim a
     * message keeps it, whatever comes of two who press at once, or of a crash between the claim and the record.
     *
     * @return the claim that stands: this one, or the one before it; empty where the message was resubmitted before claims
     *     were kept
     */
    Optional<ResubmissionClaim> claim(UUID id, ResubmissionClaim claim);

    /** The claim that stands, if there is one. */
    Optional<ResubmissionClaim> findClaim(UUID id);

    /** Gives up a claim of which nothing was recorded. */
    void releaseClaim(UUID id);

    /**
     * Notes that a message was resubmitted. Attempts to correct it that are still open are done with it.
     *
     * @return false when there is no such message, or it was resubmitted before
     */
    boolean markResubmitted(UUID id, String by, Instant at, String outcome);
}
