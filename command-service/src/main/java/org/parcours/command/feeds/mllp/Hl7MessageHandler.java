package org.parcours.command.feeds.mllp;

import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.parcours.command.feeds.mllp.AcknowledgementFactory.AckCode;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.ReceivedHl7Message;
import org.parcours.command.intake.hl7.message.Hl7Batch;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.message.Rejection;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.SubmissionContext;
import org.parcours.command.processing.TurnListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes a message and acknowledges its outcome. Every message is acknowledged, and positively only when its events
 * are in the log or its bytes in quarantine (rule 6: MllpServerTest.no_acknowledgement_before_the_message_is_recorded).
 */
public final class Hl7MessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Hl7MessageHandler.class);

    private final Hl7MessageParser parser;
    private final MessageProcessor processor;
    private final ZoneId zone;
    private final Clock clock;
    private final AcknowledgementFactory acknowledgementFactory = new AcknowledgementFactory();

    /** @param zone of the times in acknowledgements */
    public Hl7MessageHandler(Hl7MessageParser parser, MessageProcessor processor, ZoneId zone, Clock clock) {
        this.parser = parser;
        this.processor = processor;
        this.zone = zone;
        this.clock = clock;
    }

    /**
     * Processes a message, or the messages of a batch one after the other, and returns once the outcome is durable.
     * Never throws.
     *
     * @return the acknowledgement; empty if the sender requests none
     */
    public byte[] handle(byte[] bytes) {
        return handle(bytes, TurnListener.NONE);
    }

    /** @param listener of the wait for the sender's turn */
    byte[] handle(byte[] bytes, TurnListener listener) {
        return Hl7Batch.parse(bytes).map(batch -> handle(batch, listener)).orElseGet(() -> handleOne(bytes, listener));
    }

    /** One acknowledgement a message, in the envelope of the batch; a rejected message does not affect the others. */
    private byte[] handle(Hl7Batch batch, TurnListener listener) {
        List<byte[]> acknowledgements = batch.messages().stream()
                .map(message -> handleOne(message, listener))
                .toList();
        return acknowledgementFactory.createBatch(batch, acknowledgements, now());
    }

    private byte[] handleOne(byte[] bytes, TurnListener listener) {
        ReceivedHl7Message message = parser.receive(bytes);
        // Two systems that acknowledge each other's acknowledgements would never stop.
        if (message.header().filter(msh -> msh.text(9).equals("ACK")).isPresent()) {
            return AcknowledgementFactory.NO_ACK;
        }
        return acknowledge(message, processor.process(message, SubmissionContext.NONE, listener));
    }

    /** HL7 without a frame, as far as it was received: it goes to quarantine, and the sender keeps it too. */
    public byte[] rejectUnframed(byte[] bytes) {
        return reject(bytes, Hl7RejectionCode.UNFRAMED.at("MSH"));
    }

    /** A frame without an end block goes to quarantine, and the sender keeps it too. */
    public byte[] rejectTruncated(byte[] bytes) {
        return reject(bytes, Hl7RejectionCode.TRUNCATED_FRAME.at("MSH"));
    }

    /** Bytes of no frame go to quarantine. An acknowledgement would be taken for that of the next message. */
    public void rejectBetweenFrames(byte[] head, long count) {
        reject(head, Hl7RejectionCode.BETWEEN_FRAMES.at("", count + " bytes"));
    }

    /** A message beyond the limit: it is not stored, the sender keeps it. */
    public byte[] rejectTooLarge(byte[] head, int limit) {
        return rejectWithoutQuarantine(
                head, Hl7RejectionCode.FRAME_TOO_LARGE.at("MSH", "the limit is " + limit + " bytes"));
    }

    /** A message for which no memory is free: it is not stored, the sender keeps it and sends it again. */
    public byte[] rejectOverBudget(byte[] head) {
        return rejectWithoutQuarantine(head, Hl7RejectionCode.BUDGET_EXCEEDED.at("MSH"));
    }

    private byte[] reject(byte[] bytes, Rejection rejection) {
        ReceivedHl7Message message = parser.receiveRejected(bytes, rejection);
        return acknowledge(message, processor.reject(message, rejection, SubmissionContext.NONE));
    }

    private byte[] rejectWithoutQuarantine(byte[] head, Rejection rejection) {
        ReceivedHl7Message message = parser.receiveRejected(head, rejection);
        LOG.warn(
                "mllp rejected application={} code={} reason={}",
                message.sender().application(),
                rejection.code(),
                rejection.reason());
        return acknowledge(message, AckCode.AR, Optional.of(rejection));
    }

    private byte[] acknowledge(ReceivedHl7Message message, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Recorded _, Outcome.Duplicate _, Outcome.Unsupported _ ->
                acknowledge(message, AckCode.AA, Optional.empty());
            case Outcome.Rejected rejected -> {
                AckCode code =
                        Hl7RejectionCode.isNotAMessage(rejected.rejection().code()) ? AckCode.AR : AckCode.AE;
                yield acknowledge(message, code, Optional.of(withLocation(rejected.rejection())));
            }
            case Outcome.Unavailable _ ->
                acknowledge(message, AckCode.AR, Optional.of(Hl7RejectionCode.UNAVAILABLE.at("MSH")));
        };
    }

    /** ERR-2 names a segment: a rejection of the whole message is located in its MSH. */
    private static Rejection withLocation(Rejection rejection) {
        return rejection.field().isEmpty() ? new Rejection(rejection.code(), "MSH", rejection.reason()) : rejection;
    }

    private byte[] acknowledge(ReceivedHl7Message message, AckCode code, Optional<Rejection> rejection) {
        return acknowledgementFactory.create(code, message, now(), rejection);
    }

    private ZonedDateTime now() {
        return clock.instant().atZone(zone);
    }
}
