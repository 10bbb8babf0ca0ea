package org.parcours.command.quarantine;

import java.time.Instant;
import java.util.Optional;
import org.parcours.command.quarantine.QuarantinedMessage.QuarantineState;

/**
 * Which messages are asked for; what is empty does not matter.
 *
 * @param sender the source application, as it stands in the message
 * @param code of the refusal
 * @param field of the refusal
 * @param from received first at this moment or later
 * @param to received first before this moment
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

    /** Open, of one sender and for one reason: what one mapping may mend. */
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
