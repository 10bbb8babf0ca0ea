package org.parcours.command.quarantine;

import java.time.Instant;
import java.util.Optional;
import org.parcours.command.quarantine.QuarantinedMessage.QuarantineState;

/**
 * Selects quarantined messages. An empty criterion matches all messages.
 *
 * @param from first received at this time or later
 * @param to first received before this time
 */
public record QuarantineFilter(
        Optional<QuarantineState> state,
        Optional<String> sender,
        Optional<String> code,
        Optional<String> field,
        Optional<Instant> from,
        Optional<Instant> to) {

    public static final QuarantineFilter ALL = inState(Optional.empty());

    public static QuarantineFilter inState(Optional<QuarantineState> state) {
        return new QuarantineFilter(
                state, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Messages that one new mapping may resolve. */
    public static QuarantineFilter openForReason(String sender, String code, String field) {
        return new QuarantineFilter(
                Optional.of(QuarantineState.OPEN),
                Optional.of(sender),
                Optional.of(code),
                Optional.of(field),
                Optional.empty(),
                Optional.empty());
    }
}
