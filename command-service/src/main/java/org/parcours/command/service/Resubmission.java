package org.parcours.command.service;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.Intake.Outcome;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Report;
import org.parcours.command.intake.Understanding;
import org.parcours.command.intake.Unmapped;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantinedMessage;

/**
 * Submits a quarantined message again, corrected or as it was (after a mapping was added). The original is kept for
 * ever, with who resubmitted it, when, and what became of it. Pressing twice records once.
 */
final class Resubmission {

    sealed interface Result {

        record Taken(Outcome outcome) implements Result {}

        /** Not understood again: the attempt is in quarantine too, linked to the original. */
        record RefusedAgain(UUID quarantined, String code, String field, String reason) implements Result {}
    }

    private final Quarantine quarantine;
    private final Intake intake;
    private final Map<String, Function<byte[], Understanding>> understandings;
    private final Clock clock;
    private final TimeBasedEpochRandomGenerator ids = Generators.timeBasedEpochRandomGenerator();

    /** @param understandings how the bytes of each feed are understood, by the feed's name */
    Resubmission(
            Quarantine quarantine,
            Intake intake,
            Map<String, Function<byte[], Understanding>> understandings,
            Clock clock) {
        this.quarantine = quarantine;
        this.intake = intake;
        this.understandings = Map.copyOf(understandings);
        this.clock = clock;
    }

    Result resubmit(QuarantinedMessage original, byte[] corrected, String by) {
        Function<byte[], Understanding> understand = understandings.get(original.feed());
        if (understand == null) {
            throw new IllegalStateException("Nobody here understands the feed " + original.feed());
        }
        return switch (understand.apply(corrected)) {
            case Report report -> taken(original, corrected, intake.take(report), by);
            case Refusal(String code, String field, String reason) ->
                refusedAgain(original, corrected, by, code, field, reason);
            case Unmapped(String code, String field, String reason) ->
                refusedAgain(original, corrected, by, code, field, reason);
        };
    }

    private Result taken(QuarantinedMessage original, byte[] corrected, Outcome outcome, String by) {
        switch (outcome) {
            case Outcome.TooLarge tooLarge -> {
                Refusal why = tooLarge.refusal("");
                return refusedAgain(original, corrected, by, why.code(), why.field(), why.reason());
            }
            case Outcome.Recorded(var receipts) ->
                quarantine.markResubmitted(
                        original.id(),
                        by,
                        clock.instant(),
                        "recorded at " + receipts.getFirst().position());
            case Outcome.Duplicate(var receipts) ->
                quarantine.markResubmitted(
                        original.id(),
                        by,
                        clock.instant(),
                        "duplicate of " + receipts.getFirst().position());
            case Outcome.Unavailable _ -> {
                // It stays open, to be submitted again.
            }
        }
        return new Result.Taken(outcome);
    }

    private Result refusedAgain(
            QuarantinedMessage original, byte[] raw, String by, String code, String field, String reason) {
        UUID id = quarantine.put(QuarantinedMessage.refused(
                        ids.generate(),
                        clock.instant(),
                        original.feed(),
                        original.sender(),
                        original.contentType(),
                        raw,
                        code,
                        field,
                        reason)
                .correcting(original.id(), by));
        return new Result.RefusedAgain(id, code, field, reason);
    }
}
