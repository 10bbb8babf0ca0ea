package org.parcours.command.quarantine;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.quarantine.QuarantinedMessage.QuarantineState;
import org.parcours.command.quarantine.QuarantinedMessage.ResubmissionRecord;

/**
 * What quarantine knows of a message, without its bytes: lists never read these, since fifty messages may have hundreds
 * of megabytes.
 *
 * @param id a UUIDv7: ids are in the order of receipt
 * @param receivedAt when it was first received
 * @param sender the source application
 * @param correctionOf the quarantined message that this one attempted to correct
 * @param submittedBy the person who submitted the correction
 * @param deliveries how often the same bytes were received from the same sender while it was open
 * @param unsupported whether it is well formed but contains nothing that Parcours tracks
 * @param resubmission present once it was resubmitted
 */
public record QuarantinedMessageSummary(
        UUID id,
        Instant receivedAt,
        String feed,
        String sender,
        String contentType,
        String code,
        String field,
        String reason,
        Optional<UUID> correctionOf,
        Optional<String> submittedBy,
        long deliveries,
        Instant lastReceivedAt,
        boolean unsupported,
        Optional<ResubmissionRecord> resubmission) {

    public QuarantineState state() {
        return resubmission.isPresent()
                ? QuarantineState.RESUBMITTED
                : unsupported ? QuarantineState.UNSUPPORTED : QuarantineState.OPEN;
    }
}
