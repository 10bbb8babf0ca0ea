package org.parcours.command.intake;

import java.util.function.UnaryOperator;
import org.parcours.command.store.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages that nobody waits for an answer to: each is recorded, or kept in quarantine with the place that it
 * came from. Only where neither can be written is it left with whoever brought it.
 */
public final class Taking {

    private static final Logger LOG = LoggerFactory.getLogger(Taking.class);

    /** What became of a message. */
    public sealed interface Taken {

        record Recorded(int events) implements Taken {}

        record Duplicate() implements Taken {}

        /** In quarantine. */
        record Quarantined(Refusal why) implements Taken {}

        /** Kept, and nobody's work: it tells nothing that is tracked. */
        record Kept(Unmapped why) implements Taken {}

        /** Nothing was done: to be tried again. */
        record Unavailable(String reason) implements Taken {}
    }

    private final Intake intake;
    private final Refused refused;

    public Taking(Intake intake, Refused refused) {
        this.intake = intake;
        this.refused = refused;
    }

    /**
     * Returns once the outcome is durable; never throws.
     *
     * @param how what the channel adds to a report
     * @param place where the message came from, for whoever finds it in quarantine
     */
    public Taken take(Format format, byte[] message, UnaryOperator<Report> how, String place) {
        try {
            return take(format, message, understand(format, message, place), how, place);
        } catch (StoreUnavailable e) {
            return new Taken.Unavailable(e.toString());
        }
    }

    /**
     * What a message means; a failure of ours is a refusal like any other.
     *
     * @throws StoreUnavailable where what it brings along, a document, cannot be kept at the moment
     */
    public Understanding understand(Format format, byte[] message, String place) {
        try {
            return format.understand(message);
        } catch (StoreUnavailable e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("message failed place={}", place, e);
            return format.failed();
        }
    }

    /** As above, of a message that has been understood. */
    public Taken take(
            Format format, byte[] message, Understanding understood, UnaryOperator<Report> how, String place) {
        try {
            return switch (understood) {
                case Report report ->
                    switch (intake.take(format.kept(how.apply(report), message))) {
                        case Intake.Outcome.Recorded(var receipts) -> new Taken.Recorded(receipts.size());
                        case Intake.Outcome.Duplicate duplicate -> new Taken.Duplicate();
                        case Intake.Outcome.TooLarge tooLarge -> refuse(format, message, tooLarge.refusal(""), place);
                        case Intake.Outcome.Unavailable(String reason) -> new Taken.Unavailable(reason);
                    };
                case Refusal why -> refuse(format, message, why, place);
                case Unmapped why -> keep(format, message, why, place);
            };
        } catch (StoreUnavailable e) {
            return new Taken.Unavailable(e.toString());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("message failed place={}", place, e);
            return refuse(format, message, format.failed(), place);
        }
    }

    /** Keeps what a format could not even be found for, or is beyond its limits. */
    public Taken refuse(Format format, byte[] message, Refusal why, String place) {
        Sender sender = format.sender(message);
        LOG.warn("refused application={} code={} field={}", sender.application(), why.code(), why.field());
        Refusal placed = new Refusal(why.code(), why.field(), why.reason() + " (" + place + ")");
        return kept(
                () -> refused.keep(sender, format.contentType(message), message, placed), new Taken.Quarantined(why));
    }

    private Taken keep(Format format, byte[] message, Unmapped why, String place) {
        Unmapped placed = new Unmapped(why.code(), why.field(), why.reason() + " (" + place + ")");
        return kept(
                () -> refused.keep(format.sender(message), format.contentType(message), message, placed),
                new Taken.Kept(why));
    }

    private static Taken kept(Runnable keeping, Taken then) {
        try {
            keeping.run();
            return then;
        } catch (RuntimeException e) {
            LOG.error("quarantine cannot be written", e);
            return new Taken.Unavailable("The quarantine cannot be written");
        }
    }
}
