package org.parcours.command.processing;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.UnsupportedMessage;

/** The result of processing a message. Every one but {@link Unavailable} is durable when it is returned (rule 6). */
public sealed interface Outcome {

    enum Kind {
        RECORDED,
        DUPLICATE,
        REJECTED,
        UNSUPPORTED,
        UNAVAILABLE;

        /** The name in metrics and responses: {@code recorded}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    default Kind kind() {
        return switch (this) {
            case Recorded _ -> Kind.RECORDED;
            case Duplicate _ -> Kind.DUPLICATE;
            case Rejected _ -> Kind.REJECTED;
            case Unsupported _ -> Kind.UNSUPPORTED;
            case Unavailable _ -> Kind.UNAVAILABLE;
        };
    }

    default String label() {
        return kind().label();
    }

    /**
     * Events were appended.
     *
     * @param receipts the events in log order: what was reported, and the registrations of new patients
     * @param rejectedParts the rejected entries of a batch, in the order of {@code ParsedMessage.rejectedParts}
     * @param facts what became of each fact; none where the recorder does not say
     */
    record Recorded(List<EventReceipt> receipts, List<Quarantined> rejectedParts, List<FactReceipt> facts)
            implements Outcome {
        public Recorded {
            receipts = List.copyOf(receipts);
            rejectedParts = List.copyOf(rejectedParts);
            facts = List.copyOf(facts);
        }

        public Recorded(List<EventReceipt> receipts) {
            this(receipts, List.of(), List.of());
        }
    }

    /**
     * Nothing was appended: the message, or every state that it reports, was recorded before, or there is nothing to
     * withdraw.
     *
     * @param facts what became of each fact; none for a message that was recorded before
     */
    record Duplicate(List<EventReceipt> receipts, List<Quarantined> rejectedParts, List<FactReceipt> facts)
            implements Outcome {
        public Duplicate {
            receipts = List.copyOf(receipts);
            rejectedParts = List.copyOf(rejectedParts);
            facts = List.copyOf(facts);
        }

        public Duplicate(List<EventReceipt> receipts) {
            this(receipts, List.of(), List.of());
        }
    }

    /**
     * Nothing was recorded; the message is in quarantine.
     *
     * @param parts the whole message, or each entry of a batch in which no entry could be recorded; at least one
     */
    record Rejected(List<Quarantined> parts) implements Outcome {
        public Rejected {
            parts = List.copyOf(parts);
        }

        /** Of the message, or of its first entry. */
        public Rejection rejection() {
            return parts.getFirst().rejection();
        }

        public UUID quarantineId() {
            return parts.getFirst().id();
        }
    }

    /** The message is well formed, and kept: it reports nothing that Parcours tracks. */
    record Unsupported(UnsupportedMessage reason) implements Outcome {}

    /** The log or the quarantine does not answer: the sender keeps the message and sends it again. */
    record Unavailable(String reason) implements Outcome {}

    /** @param id the id in quarantine */
    record Quarantined(Rejection rejection, UUID id) {}
}
