package org.parcours.command.intake.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Refused;
import org.parcours.command.intake.Report;
import org.parcours.command.intake.Sender;
import org.parcours.command.intake.Unmapped;
import org.parcours.command.intake.hl7.Acknowledgement.Code;
import org.parcours.command.intake.hl7.message.Hl7Batch;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.parcours.command.intake.hl7.message.Hl7Refusals;
import org.parcours.command.intake.hl7.message.Hl7Text;
import org.parcours.command.intake.hl7.message.NotUnderstood;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message and its answer. Whatever comes, there is one; and it is positive only when the message's events are in the
 * log or its bytes in quarantine (rule 6), which MllpServerTest.no_answer_before_the_intake_has_returned shows.
 */
public final class Hl7Exchange {

    public static final String CONTENT_TYPE = "application/hl7-v2";

    private static final String ACKNOWLEDGEMENT = "ACK";

    private static final Logger log = LoggerFactory.getLogger(Hl7Exchange.class);

    private final Hl7Understanding understanding;
    private final Intake intake;
    private final Refused refused;
    private final Hl7Properties settings;
    private final Clock clock;
    private final OneByOne oneByOne;
    private final Acknowledgement acknowledgement = new Acknowledgement();

    public Hl7Exchange(
            Hl7Understanding understanding, Intake intake, Refused refused, Hl7Properties settings, Clock clock) {
        this.understanding = understanding;
        this.intake = intake;
        this.refused = refused;
        this.settings = settings;
        this.clock = clock;
        this.oneByOne = new OneByOne(settings.atOnceOfOne());
    }

    /**
     * Takes a message, or the messages of a batch one after the other, and returns once the outcome is durable; empty where
     * their sender wants no answer. Never throws.
     */
    public byte[] answer(byte[] raw) {
        return Hl7Batch.of(raw).map(this::answer).orElseGet(() -> answerOne(raw));
    }

    /** An answer each, in the envelope in which they came; whatever becomes of one, the others are taken. */
    private byte[] answer(Hl7Batch batch) {
        List<byte[]> answers = batch.messages().stream().map(this::answerOne).toList();
        return acknowledgement.enveloped(batch, answers, clock.instant().atZone(settings.zone()));
    }

    private byte[] answerOne(byte[] raw) {
        Hl7Text text = Hl7Text.of(raw);
        Hl7Message message;
        try {
            message = understanding.parse(text);
        } catch (NotUnderstood e) {
            return unreadable(raw, text.charset(), e.refusal());
        } catch (RuntimeException e) {
            log.error("hl7v2 unreadable bytes={}", raw.length, e);
            return unreadable(raw, text.charset(), Hl7Refusals.UNREADABLE.at("MSH"));
        }
        Answering answering = new Answering(raw, message, text.charset());
        if (message.header().text(9).equals(ACKNOWLEDGEMENT)) {
            return Acknowledgement.SILENCE; // Two who acknowledge acknowledgements never end.
        }
        try {
            return oneByOne.of(answering.application(), () -> answer(answering));
        } catch (RuntimeException | StackOverflowError e) {
            log.error("hl7v2 failed application={} message={}", answering.application(), answering.messageId(), e);
            return refuse(answering, Code.AE, Hl7Refusals.INTERNAL.at("MSH"));
        }
    }

    /** Hl7 that came without a frame, as far as it was read. */
    public byte[] answerUnframed(byte[] raw) {
        return unreadable(raw, StandardCharsets.UTF_8, Hl7Refusals.NO_FRAME.at("MSH"));
    }

    /** A message beyond the limit: the sender keeps it, we do not. */
    public byte[] answerTooLarge(byte[] head, int limit) {
        Refusal why = Hl7Refusals.FRAME_TOO_LARGE.at("MSH", "the limit is " + limit + " bytes");
        log.warn("mllp refused feed={} code={} limit={}", Hl7Understanding.FEED, why.code(), limit);
        Hl7Text text = Hl7Text.of(head);
        return acknowledged(Code.AR, readable(text), text.charset(), Optional.of(why));
    }

    /** A message that would be too much beside the others: its sender keeps it for a better moment. */
    public byte[] answerNoRoom(byte[] head) {
        Refusal why = Hl7Refusals.NO_ROOM.at("MSH");
        log.warn("mllp refused feed={} code={}", Hl7Understanding.FEED, why.code());
        Hl7Text text = Hl7Text.of(head);
        return acknowledged(Code.AR, readable(text), text.charset(), Optional.of(why));
    }

    /** A frame whose end never came: kept, without effect and without answer, since its sender will send it again. */
    public void truncated(byte[] raw) {
        Refusal why = Hl7Refusals.TRUNCATED_FRAME.at("MSH");
        Sender sender = readable(Hl7Text.of(raw)).map(Hl7Understanding::sender).orElse(Hl7Understanding.UNKNOWN_SENDER);
        keep(sender, raw, why);
    }

    private record Answering(byte[] raw, Hl7Message message, Charset charset) {
        Sender sender() {
            return Hl7Understanding.sender(message);
        }

        String application() {
            return sender().application();
        }

        String messageId() {
            return message.header().text(10);
        }
    }

    private byte[] answer(Answering answering) {
        return switch (understanding.understand(answering.message())) {
            case Report report ->
                switch (take(report, answering.raw())) {
                    case Intake.Outcome.Recorded recorded -> acknowledged(answering, Code.AA, Optional.empty());
                    case Intake.Outcome.Duplicate duplicate -> acknowledged(answering, Code.AA, Optional.empty());
                    case Intake.Outcome.TooLarge tooLarge -> refuse(answering, Code.AE, tooLarge.refusal("MSH"));
                    case Intake.Outcome.Unavailable unavailable -> {
                        log.warn(
                                "hl7v2 unavailable application={} message={} reason={}",
                                answering.application(),
                                answering.messageId(),
                                unavailable.reason());
                        yield acknowledged(answering, Code.AR, Optional.of(Hl7Refusals.UNAVAILABLE.at("MSH")));
                    }
                };
            case Refusal why -> refuse(answering, Code.AE, why);
            case Unmapped why ->
                kept(() -> refused.keep(answering.sender(), CONTENT_TYPE, answering.raw(), why))
                        ? acknowledged(answering, Code.AA, Optional.empty())
                        : acknowledged(answering, Code.AR, Optional.of(Hl7Refusals.UNAVAILABLE.at("MSH")));
        };
    }

    /** Its bytes are kept before it is recorded: an event never names what is not there. */
    private Intake.Outcome take(Report report, byte[] raw) {
        Report kept;
        try {
            kept = understanding.kept(report, raw);
        } catch (RuntimeException e) {
            log.error("hl7v2 raw bytes cannot be kept", e);
            return new Intake.Outcome.Unavailable("the message's bytes cannot be kept");
        }
        return intake.take(kept);
    }

    private byte[] refuse(Answering answering, Code code, Refusal why) {
        log.warn(
                "hl7v2 refused application={} message={} code={} field={}",
                answering.application(),
                answering.messageId(),
                why.code(),
                why.field());
        return keep(answering.sender(), answering.raw(), why)
                ? acknowledged(answering, code, Optional.of(why))
                : acknowledged(answering, Code.AR, Optional.of(Hl7Refusals.UNAVAILABLE.at("MSH")));
    }

    /** No message: kept all the same, but its sender must not think it done. */
    private byte[] unreadable(byte[] raw, Charset charset, Refusal why) {
        log.warn("hl7v2 refused feed={} code={} bytes={}", Hl7Understanding.FEED, why.code(), raw.length);
        keep(Hl7Understanding.UNKNOWN_SENDER, raw, why);
        return acknowledged(Code.AR, readable(Hl7Text.of(raw)), charset, Optional.of(why));
    }

    private boolean keep(Sender sender, byte[] raw, Refusal why) {
        return kept(() -> refused.keep(sender, CONTENT_TYPE, raw, why));
    }

    /** What cannot even be kept stays with its sender. */
    private static boolean kept(Runnable keeping) {
        try {
            keeping.run();
            return true;
        } catch (RuntimeException e) {
            log.error("hl7v2 quarantine cannot be written", e);
            return false;
        }
    }

    private Optional<Hl7Message> readable(Hl7Text text) {
        try {
            return Optional.of(understanding.parse(text));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private byte[] acknowledged(Answering answering, Code code, Optional<Refusal> why) {
        return acknowledged(code, Optional.of(answering.message()), answering.charset(), why);
    }

    private byte[] acknowledged(Code code, Optional<Hl7Message> message, Charset charset, Optional<Refusal> why) {
        return acknowledgement.of(code, message, charset, clock.instant().atZone(settings.zone()), why);
    }
}
