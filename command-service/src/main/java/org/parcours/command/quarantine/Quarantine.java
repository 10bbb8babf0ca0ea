package org.parcours.command.quarantine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores rejected and unsupported messages; throws {@code StoreOperationException} where that is impossible. */
public interface Quarantine {

    int MAX_PAGE = 200;

    /** The outcome of a correction attempt that was open when another attempt was recorded. */
    String ATTEMPT_SUPERSEDED = "another correction of the original was recorded";

    /**
     * Stores a message; it is on the disk when this method returns. While a message is open, the same bytes from the
     * same sender with the same code are counted as another delivery of it and not stored again.
     *
     * @return the id of the stored message
     */
    UUID put(QuarantinedMessage message);

    Optional<QuarantinedMessage> get(UUID id);

    /** The beginning of a message's bytes: at most so many, whatever its length; empty if there is no such message. */
    Optional<byte[]> beginning(UUID id, int maxBytes);

    /**
     * @param limit 1 to {@value #MAX_PAGE}
     * @param before only messages older than this one
     */
    List<QuarantinedMessageSummary> newestFirst(QuarantineFilter filter, int limit, Optional<UUID> before);

    /**
     * The order for resubmission.
     *
     * @param limit 1 to {@value #MAX_PAGE}
     * @param after only messages newer than this one
     */
    List<QuarantinedMessageSummary> oldestFirst(QuarantineFilter filter, int limit, Optional<UUID> after);

    /** Open messages, without correction attempts; the group with the latest delivery first. */
    List<RejectionGroup> groups(int limit);

    /**
     * Stores what is about to be resubmitted for a message, before it is recorded. The first claim is kept, even if two
     * people resubmit at the same time or the service crashes between claim and recording.
     *
     * @return the active claim: this one or an earlier one; empty if the message was resubmitted without a claim
     */
    Optional<ResubmittedContent> claim(UUID id, ResubmittedContent claim);

    Optional<ResubmittedContent> findClaim(UUID id);

    /** Deletes a claim for which nothing was recorded. */
    void releaseClaim(UUID id);

    /**
     * Marks a message as resubmitted, and with it the correction attempts for it that are still open.
     *
     * @return false if there is no such message or it was already marked
     */
    boolean markResubmitted(UUID id, String by, Instant at, String outcome);

    static void requirePageSize(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page has 1 to " + MAX_PAGE + " messages: " + limit);
        }
    }
}
