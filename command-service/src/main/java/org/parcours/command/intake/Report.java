package org.parcours.command.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parcours.events.EntryMode;

/**
 * A message that has been understood: the facts it tells, recorded together or not at all.
 *
 * @param messageId the sender's own id of the message; with the application, its identity (rule 4)
 * @param digest SHA-256 (64 hexadecimal digits) of the content, which tells a duplicate from a re-used message id
 * @param declaredMode BACK_ENTRY or MIGRATION where the sender says so; otherwise LIVE or LATE follows from the times
 */
public record Report(
        Sender sender,
        String messageId,
        String digest,
        Instant receivedAt,
        Optional<EntryMode> declaredMode,
        Optional<String> author,
        Optional<String> outage,
        List<Fact> facts)
        implements Understanding {

    public Report {
        facts = List.copyOf(facts);
        if (facts.isEmpty()) {
            throw new IllegalArgumentException("A report tells at least one fact");
        }
    }
}
