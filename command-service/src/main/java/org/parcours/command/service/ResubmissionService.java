package org.parcours.command.service;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.Intake.Outcome;
import org.parcours.command.intake.Intake.Receipt;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Report;
import org.parcours.command.intake.Understanding;
import org.parcours.command.intake.Unmapped;
import org.parcours.command.quarantine.Claim;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.events.Resubmission;

/**
 * Submits a quarantined message again, corrected or as it was (after a mapping was added). The original is kept for
 * ever, with what was submitted in its place, by whom and when; the events name it and the person (rule 1).
 *
 * <p>Records once: what is submitted is kept before it is recorded, and the first stands. Whoever presses again carries
 * it through, or learns who was first (ResubmissionTest).
 */
final class ResubmissionService {

    sealed interface Result {

        /** @param news it was recorded now; otherwise it had been before */
        record Taken(boolean news, List<Receipt> receipts) implements Result {}

        /** Whether anything was recorded, the next try tells: what was submitted stands. */
        record Unavailable(String reason) implements Result {}

        /** Not understood again, or too much: the attempt is in quarantine too, linked to the original. */
        record RefusedAgain(UUID quarantined, String code, String field, String reason) implements Result {}

        /** Somebody was first, with something else. */
        record TakenBefore(String by, Instant at) implements Result {}
    }

    private final Quarantine quarantine;
    private final Intake intake;
    private final Map<String, BiFunction<byte[], String, Understanding>> understandings;
    private final Clock clock;
    private final TimeBasedEpochRandomGenerator ids = Generators.timeBasedEpochRandomGenerator();

    /** @param understandings how the bytes of each feed, and of which sender, are understood, by the feed's name */
    ResubmissionService(
            Quarantine quarantine,
            Intake intake,
            Map<String, BiFunction<byte[], String, Understanding>> understandings,
            Clock clock) {
        this.quarantine = quarantine;
        this.intake = intake;
        this.understandings = Map.copyOf(understandings);
        this.clock = clock;
    }

    Result resubmit(QuarantinedMessage original, byte[] bytes, String by) {
        return switch (understood(original, bytes)) {
            case Report report -> submit(original, report, new Claim(by, clock.instant(), bytes));
            case Refusal(String code, String field, String reason) ->
                refusedAgain(original, bytes, by, new Refusal(code, field, reason));
            case Unmapped(String code, String field, String reason) ->
                refusedAgain(original, bytes, by, new Refusal(code, field, reason));
        };
    }

    private Understanding understood(QuarantinedMessage original, byte[] bytes) {
        BiFunction<byte[], String, Understanding> understand = understandings.get(original.feed());
        if (understand == null) {
            throw new IllegalStateException("Nobody here understands the feed " + original.feed());
        }
        return understand.apply(bytes, original.sender());
    }

    private Result submit(QuarantinedMessage original, Report report, Claim ours) {
        Optional<Claim> standing = quarantine.claim(original.id(), ours);
        if (standing.isEmpty()) {
            QuarantinedMessage.Resubmission before = original.resubmission().orElseThrow();
            return new Result.TakenBefore(before.by(), before.at());
        }
        Claim claim = standing.get();
        return claim.isOf(ours.raw()) ? take(original, report, claim) : carryThrough(original, claim, report, ours);
    }

    /** It may be recorded already, or its maker may have seen it fail: only taking it again tells. */
    private Result carryThrough(QuarantinedMessage original, Claim theirs, Report report, Claim ours) {
        if (understood(original, theirs.raw()) instanceof Report first) {
            Result result = take(original, first, theirs);
            if (result instanceof Result.Unavailable) {
                return result;
            }
            if (result instanceof Result.Taken) {
                return new Result.TakenBefore(theirs.by(), theirs.at());
            }
        }
        quarantine.release(original.id());
        return submit(original, report, ours);
    }

    private Result take(QuarantinedMessage original, Report report, Claim claim) {
        return switch (intake.take(report.resubmitted(new Resubmission(original.id(), claim.by())))) {
            case Outcome.Recorded(var receipts) -> {
                done(original, claim, "recorded at " + receipts.getFirst().position());
                yield new Result.Taken(true, receipts);
            }
            case Outcome.Duplicate(var receipts) -> {
                done(original, claim, "duplicate of " + receipts.getFirst().position());
                yield new Result.Taken(false, receipts);
            }
            case Outcome.TooLarge tooLarge -> {
                quarantine.release(original.id());
                yield refusedAgain(original, claim.raw(), claim.by(), tooLarge.refusal(""));
            }
            case Outcome.Unavailable(String reason) -> new Result.Unavailable(reason);
        };
    }

    /** The first word stands: of two who press at once, both come here. */
    private void done(QuarantinedMessage original, Claim claim, String outcome) {
        quarantine.markResubmitted(original.id(), claim.by(), claim.at(), outcome);
    }

    private Result refusedAgain(QuarantinedMessage original, byte[] raw, String by, Refusal why) {
        UUID id = quarantine.put(QuarantinedMessage.refused(
                        ids.generate(),
                        clock.instant(),
                        original.feed(),
                        original.sender(),
                        original.contentType(),
                        raw,
                        why.code(),
                        why.field(),
                        why.reason())
                .correcting(original.id(), by));
        return new Result.RefusedAgain(id, why.code(), why.field(), why.reason());
    }
}
