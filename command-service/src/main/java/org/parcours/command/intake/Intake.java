package org.parcours.command.intake;

import java.util.List;
import org.parcours.events.EventId;

/** Takes understood messages to the log. */
public interface Intake {

    /** Returns once the outcome is durable (rule 6: ACK after the disk). Never throws for an expected outcome. */
    Outcome take(Report report);

    sealed interface Outcome {

        /** Each event that came of the message, in log order: what was told, and first sights of patients. */
        record Recorded(List<Receipt> receipts) implements Outcome {
            public Recorded {
                receipts = List.copyOf(receipts);
            }
        }

        /** The same message had been recorded before; nothing new was written. */
        record Duplicate(List<Receipt> receipts) implements Outcome {
            public Duplicate {
                receipts = List.copyOf(receipts);
            }
        }

        /** More than one commit of the log holds: nothing was recorded, and trying again does not help. */
        record TooLarge(long size, long limit) implements Outcome {

            public static final String CODE = "PARC-0401";

            public Refusal refusal(String field) {
                return new Refusal(
                        CODE,
                        field,
                        "tells more than can be recorded at once (%d, the limit is %d)".formatted(size, limit));
            }
        }

        /** Nothing is known to have been recorded: the sender keeps the message and tries again. */
        record Unavailable(String reason) implements Outcome {}
    }

    /** Where an event stands in the log. */
    record Receipt(EventId id, long position) {}
}
