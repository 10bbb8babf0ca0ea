package org.parcours.command.processing;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.ParsedMessage.RejectedPart;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.command.processing.Outcome.Quarantined;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.store.StoreOperationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes messages of every feed: parses a message when its sender's turn has come, records its facts, or keeps it in
 * quarantine. Every message has an outcome, a failure of Parcours itself included; only where neither the log nor the
 * quarantine can be written does the message stay with its sender.
 */
public final class MessageProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(MessageProcessor.class);

    /** The code of a message with a value that the database does not accept. */
    public static final String NOT_STORABLE = "PARC-0403";

    private final MultiCommitMessageRecorder recorder;
    private final Quarantine quarantine;
    private final FairSenderScheduler scheduler;
    private final OutcomeListener listener;
    private final Clock clock;
    private final TimeBasedEpochRandomGenerator ids = Generators.timeBasedEpochRandomGenerator();

    public MessageProcessor(
            ParsedMessageRecorder recorder,
            Quarantine quarantine,
            FairSenderScheduler scheduler,
            OutcomeListener listener,
            Clock clock) {
        this.recorder = new MultiCommitMessageRecorder(recorder);
        this.quarantine = quarantine;
        this.scheduler = scheduler;
        this.listener = listener;
        this.clock = clock;
    }

    /** Waits for the sender's turn, and returns once the outcome is durable. Never throws. */
    public Outcome process(ReceivedMessage message, SubmissionContext context) {
        return process(message, context, TurnListener.NONE);
    }

    /** @param listener of the wait for the sender's turn */
    public Outcome process(ReceivedMessage message, SubmissionContext context, TurnListener listener) {
        return inTurn(message, context, listener, () -> {
            ParseResult parsed;
            try {
                parsed = parse(message);
            } catch (StoreOperationException e) {
                return reported(message, Optional.empty(), context, unavailable(message, e.toString()));
            }
            return complete(message, parsed, context);
        });
    }

    /**
     * The first half of {@link #process}, for a feed that needs to know what a message is about before it is recorded. A
     * failure of Parcours is a rejection like any other, and so is a document that the database does not accept.
     *
     * @throws StoreOperationException where a document inside the message cannot be stored at the moment
     */
    public ParseResult parse(ReceivedMessage message) {
        try {
            return message.parse();
        } catch (StoreOperationException e) {
            if (e.isCausedByData()) {
                return notStorable(message, e);
            }
            throw e;
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            return failed(message, e);
        }
    }

    /** The second half of {@link #process}. */
    public Outcome record(ReceivedMessage message, ParseResult parsed, SubmissionContext context) {
        return inTurn(message, context, TurnListener.NONE, () -> complete(message, parsed, context));
    }

    /** Keeps a message in quarantine that its feed cannot hand to a parser: truncated, or too long. */
    public Outcome reject(ReceivedMessage message, Rejection rejection, SubmissionContext context) {
        return reported(message, Optional.empty(), context, quarantined(message, rejection, context));
    }

    private Outcome inTurn(
            ReceivedMessage message, SubmissionContext context, TurnListener listener, Supplier<Outcome> work) {
        return scheduler
                .run(message.sender().application(), message.bytes().length, listener, work)
                .orElseGet(() -> reported(
                        message,
                        Optional.empty(),
                        context,
                        unavailable(message, "too many messages of this sender are waiting")));
    }

    private Outcome complete(ReceivedMessage message, ParseResult parsed, SubmissionContext context) {
        Outcome outcome;
        try {
            outcome = switch (parsed) {
                case ParsedMessage facts -> recorded(message, context.applyTo(facts), context);
                case Rejection rejection -> quarantined(message, rejection, context);
                case UnsupportedMessage unsupported -> kept(message, unsupported, context);
            };
        } catch (RejectionException e) {
            outcome = quarantined(message, e.rejection(), context);
        } catch (StoreOperationException e) {
            outcome = e.isCausedByData()
                    ? quarantined(message, notStorable(message, e), context)
                    : unavailable(message, e.toString());
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            outcome = quarantined(message, failed(message, e), context);
        }
        Optional<ParsedMessage> facts = parsed instanceof ParsedMessage read ? Optional.of(read) : Optional.empty();
        return reported(message, facts, context, outcome);
    }

    private Outcome recorded(ReceivedMessage message, ParsedMessage parsed, SubmissionContext context) {
        if (parsed.facts().isEmpty()) {
            return new Outcome.Rejected(quarantinedParts(message, parsed, context));
        }
        ParsedMessage stored;
        try {
            stored = withRawBytesStored(message, parsed, context);
        } catch (IllegalArgumentException e) {
            // Longer than the store accepts: it is so whenever the sender sends it again.
            return quarantined(message, new Rejection(NOT_STORABLE, "", e.getMessage()), context);
        } catch (StoreOperationException e) {
            if (e.isCausedByData()) {
                throw e;
            }
            LOG.error("document store cannot be written", e);
            return unavailable(message, "the message's bytes cannot be stored");
        } catch (RuntimeException e) {
            LOG.error("document store cannot be written", e);
            return unavailable(message, "the message's bytes cannot be stored");
        }
        Outcome outcome = recorder.record(stored, message.maxFactsPerCommit());
        return switch (outcome) {
            case Outcome.Recorded recorded ->
                new Outcome.Recorded(recorded.receipts(), quarantinedParts(message, parsed, context), recorded.facts());
            case Outcome.Duplicate duplicate ->
                new Outcome.Duplicate(
                        duplicate.receipts(), quarantinedParts(message, parsed, context), duplicate.facts());
            case Outcome.Unavailable(String reason) -> unavailable(message, reason);
            case Outcome.Rejected _, Outcome.Unsupported _ ->
                throw new IllegalStateException("A recorder neither rejects nor keeps messages");
        };
    }

    /** The bytes first: an event never names a document that is not there. Quarantine has those of a resubmission. */
    private static ParsedMessage withRawBytesStored(
            ReceivedMessage message, ParsedMessage parsed, SubmissionContext context) {
        return context.resubmission().isPresent() ? parsed : parsed.withRaw(message.storeRaw());
    }

    private List<Quarantined> quarantinedParts(
            ReceivedMessage message, ParsedMessage parsed, SubmissionContext context) {
        List<Quarantined> parts = new ArrayList<>();
        for (RejectedPart part : parsed.rejectedParts()) {
            logRejection(message, part.rejection());
            parts.add(new Quarantined(part.rejection(), put(message, part.bytes(), part.rejection(), context)));
        }
        return parts;
    }

    private Outcome quarantined(ReceivedMessage message, Rejection rejection, SubmissionContext context) {
        logRejection(message, rejection);
        try {
            UUID id = put(message, message.bytes(), rejection, context);
            return new Outcome.Rejected(List.of(new Quarantined(rejection, id)));
        } catch (RuntimeException e) {
            LOG.error("quarantine cannot be written", e);
            return unavailable(message, "the quarantine cannot be written");
        }
    }

    private Outcome kept(ReceivedMessage message, UnsupportedMessage unsupported, SubmissionContext context) {
        put(message, message.bytes(), unsupported.asRejection(), context);
        return new Outcome.Unsupported(unsupported);
    }

    private UUID put(ReceivedMessage message, byte[] bytes, Rejection rejection, SubmissionContext context) {
        Rejection placed = context.place().map(rejection::from).orElse(rejection);
        QuarantinedMessage rejected = QuarantinedMessage.rejected(
                ids.generate(),
                clock.instant(),
                message.sender().feed(),
                message.sender().application(),
                message.contentType(),
                bytes,
                placed);
        return quarantine.put(context.resubmission()
                .map(original -> rejected.asCorrectionOf(original.quarantine(), original.by()))
                .orElse(rejected));
    }

    private static Rejection failed(ReceivedMessage message, Throwable e) {
        LOG.error(
                "processing failed feed={} application={} message={}",
                message.sender().feed(),
                LogText.of(message.sender().application()),
                messageId(message),
                e);
        return message.internalError();
    }

    /** Repeated for ever it would block its sender, or its partition: it is a rejection, not a failure of the store. */
    private static Rejection notStorable(ReceivedMessage message, StoreOperationException e) {
        LOG.error(
                "not storable feed={} application={} message={}",
                message.sender().feed(),
                LogText.of(message.sender().application()),
                messageId(message),
                e);
        return new Rejection(NOT_STORABLE, "", "the database does not accept a value of the message");
    }

    private static void logRejection(ReceivedMessage message, Rejection rejection) {
        LOG.warn(
                "rejected feed={} application={} message={} code={} field={}",
                message.sender().feed(),
                LogText.of(message.sender().application()),
                messageId(message),
                rejection.code(),
                LogText.of(rejection.field()));
    }

    private static String messageId(ReceivedMessage message) {
        return LogText.of(message.messageId().orElse("unknown"));
    }

    private static Outcome unavailable(ReceivedMessage message, String reason) {
        LOG.warn(
                "unavailable feed={} application={} message={} reason={}",
                message.sender().feed(),
                LogText.of(message.sender().application()),
                messageId(message),
                LogText.of(reason));
        return new Outcome.Unavailable(reason);
    }

    private Outcome reported(
            ReceivedMessage message, Optional<ParsedMessage> parsed, SubmissionContext context, Outcome outcome) {
        if (context.resubmission().isEmpty()) {
            listener.processed(message.sender(), parsed, outcome);
        }
        return outcome;
    }
}
