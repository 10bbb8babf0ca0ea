package org.parcours.command.api.quarantine;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.parcours.command.message.MessageParser;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.command.processing.EventReceipt;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.SubmissionContext;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.quarantine.ResubmittedContent;
import org.parcours.command.store.StoreOperationException;
import org.parcours.events.Resubmission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resubmits a quarantined message, corrected or unchanged (after a mapping was added). The original stays in quarantine
 * with the resubmitted bytes, the person and the time; the events reference the original and the person (rule 1).
 *
 * <p>A message is recorded once: the resubmitted bytes are stored as a claim before they are recorded, and only the
 * first claim is accepted. A later request first completes the earlier claim, and gets the name of the person who made
 * it (ResubmissionTest).
 */
public final class ResubmissionService {

    public sealed interface Result {

        /** The message was processed. A rejected attempt is in quarantine too, linked to the original. */
        record Processed(Outcome outcome) implements Result {}

        /** Another person resubmitted the message before, with other content. */
        record AlreadyResubmitted(String by, Instant at) implements Result {}

        /** A defect of Parcours: the message is in quarantine as before. */
        record Failed() implements Result {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(ResubmissionService.class);

    private final Quarantine quarantine;
    private final MessageProcessor processor;
    private final Map<String, Function<String, MessageParser>> parsers;
    private final Clock clock;

    /** @param parsers by the name of the feed, the function that returns the parser for a sender */
    public ResubmissionService(
            Quarantine quarantine,
            MessageProcessor processor,
            Map<String, Function<String, MessageParser>> parsers,
            Clock clock) {
        this.quarantine = quarantine;
        this.processor = processor;
        this.parsers = Map.copyOf(parsers);
        this.clock = clock;
    }

    /** Resubmits a message as it was received; empty if there is no such message. Never throws. */
    Optional<Result> resubmitUnchanged(UUID id, String by) {
        return guarded(id, () -> quarantine.get(id).map(message -> resubmit(message, message.raw(), by)));
    }

    /** Never throws: one message on which Parcours fails does not keep it from the others. */
    Result resubmit(QuarantinedMessage original, byte[] bytes, String by) {
        return guarded(original.id(), () -> Optional.of(process(original, bytes, by)))
                .orElseThrow();
    }

    private static Optional<Result> guarded(UUID id, Supplier<Optional<Result>> resubmission) {
        try {
            return resubmission.get();
        } catch (StoreOperationException e) {
            LOG.warn("resubmission unavailable message={} cause={}", id, e.toString());
            return Optional.of(new Result.Processed(new Outcome.Unavailable("the quarantine is unavailable")));
        } catch (RuntimeException | Error e) {
            LOG.error("resubmission failed message={}", id, e);
            return Optional.of(new Result.Failed());
        }
    }

    private Result process(QuarantinedMessage original, byte[] bytes, String by) {
        ReceivedMessage message = receive(original, bytes);
        ParseResult parsed = processor.parse(message);
        return switch (parsed) {
            case ParsedMessage _ ->
                submit(new Submission(original, message, parsed, new ResubmittedContent(by, clock.instant(), bytes)));
            case Rejection rejection -> reject(original, message, rejection, by);
            case UnsupportedMessage unsupported -> reject(original, message, unsupported.asRejection(), by);
        };
    }

    private ReceivedMessage receive(QuarantinedMessage original, byte[] bytes) {
        Function<String, MessageParser> parser = parsers.get(original.feed());
        if (parser == null) {
            throw new IllegalStateException("No parser for the feed " + original.feed());
        }
        return parser.apply(original.sender()).receive(bytes);
    }

    private record Submission(
            QuarantinedMessage original, ReceivedMessage message, ParseResult parsed, ResubmittedContent claim) {}

    private Result submit(Submission own) {
        QuarantinedMessage original = own.original();
        Optional<ResubmittedContent> activeClaim = quarantine.claim(original.id(), own.claim());
        if (activeClaim.isEmpty()) {
            QuarantinedMessage.ResubmissionRecord previous =
                    original.resubmission().orElseThrow();
            return new Result.AlreadyResubmitted(previous.by(), previous.at());
        }
        ResubmittedContent claim = activeClaim.get();
        return claim.hasContent(own.claim().raw())
                ? record(new Submission(original, own.message(), own.parsed(), claim))
                : completeOtherClaim(claim, own);
    }

    /** Whether the other claim was recorded or rejected is unknown: recording it again returns its outcome. */
    private Result completeOtherClaim(ResubmittedContent otherClaim, Submission own) {
        ReceivedMessage otherMessage = receive(own.original(), otherClaim.raw());
        ParseResult otherParsed = processor.parse(otherMessage);
        if (otherParsed instanceof ParsedMessage) {
            Result result = record(new Submission(own.original(), otherMessage, otherParsed, otherClaim));
            if (result instanceof Result.Processed(Outcome.Unavailable _)) {
                return result;
            }
            if (result instanceof Result.Processed(Outcome.Recorded _)
                    || result instanceof Result.Processed(Outcome.Duplicate _)) {
                return new Result.AlreadyResubmitted(otherClaim.by(), otherClaim.at());
            }
        }
        quarantine.releaseClaim(own.original().id());
        return submit(own);
    }

    private Result record(Submission submission) {
        SubmissionContext context =
                context(submission.original(), submission.claim().by());
        Outcome outcome = processor.record(submission.message(), submission.parsed(), context);
        switch (outcome) {
            case Outcome.Recorded recorded -> markResubmitted(submission, "recorded at ", recorded.receipts());
            case Outcome.Duplicate duplicate -> markResubmitted(submission, "duplicate of ", duplicate.receipts());
            case Outcome.Rejected _, Outcome.Unsupported _ ->
                quarantine.releaseClaim(submission.original().id());
            case Outcome.Unavailable _ -> {} // The claim remains, and the next attempt completes it.
        }
        return new Result.Processed(outcome);
    }

    /** Two people may resubmit at the same time: the first mark is kept. */
    private void markResubmitted(Submission submission, String outcome, List<EventReceipt> receipts) {
        ResubmittedContent claim = submission.claim();
        String position = receipts.isEmpty()
                ? "earlier events"
                : Long.toString(receipts.getFirst().position());
        quarantine.markResubmitted(submission.original().id(), claim.by(), claim.at(), outcome + position);
    }

    private Result reject(QuarantinedMessage original, ReceivedMessage message, Rejection rejection, String by) {
        return new Result.Processed(processor.reject(message, rejection, context(original, by)));
    }

    private static SubmissionContext context(QuarantinedMessage original, String by) {
        return SubmissionContext.resubmission(new Resubmission(original.id(), by));
    }
}
