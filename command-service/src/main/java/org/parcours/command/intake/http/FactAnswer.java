package org.parcours.command.intake.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.intake.Intake.Receipt;
import org.parcours.command.intake.Refusal;

/**
 * What became of one CloudEvent of a request, in the request's order.
 *
 * @param id of the event that it became
 * @param status {@code recorded}, {@code duplicate} or {@code refused}
 * @param also what else was recorded of it: the first sight of its patient
 * @param ignored what of it was not taken: an INS that nobody has validated
 * @param problem why it was refused
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record FactAnswer(
        Optional<String> id,
        Optional<Long> position,
        String status,
        List<Also> also,
        List<String> ignored,
        Optional<Problem> problem) {

    record Also(String id, long position) {}

    /** @param quarantine where its bytes are */
    record Problem(String code, String field, String detail, UUID quarantine) {}

    static FactAnswer taken(String status, List<Receipt> receipts, List<String> ignored) {
        Optional<Receipt> own = receipts.isEmpty() ? Optional.empty() : Optional.of(receipts.getLast());
        return new FactAnswer(
                own.map(receipt -> receipt.id().toString()),
                own.map(Receipt::position),
                status,
                receipts.stream()
                        .limit(Math.max(0, receipts.size() - 1))
                        .map(receipt -> new Also(receipt.id().toString(), receipt.position()))
                        .toList(),
                ignored,
                Optional.empty());
    }

    static FactAnswer refused(Refusal why, UUID quarantine) {
        return new FactAnswer(
                Optional.empty(),
                Optional.empty(),
                "refused",
                List.of(),
                List.of(),
                Optional.of(new Problem(why.code(), why.field(), why.reason(), quarantine)));
    }

    boolean is(String other) {
        return status.equals(other);
    }
}
