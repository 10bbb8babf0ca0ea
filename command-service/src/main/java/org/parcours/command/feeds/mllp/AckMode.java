package org.parcours.command.feeds.mllp;

import java.util.Optional;
import org.parcours.command.feeds.mllp.Acknowledgement.Code;
import org.parcours.command.intake.hl7.message.Hl7Segment;

/**
 * What its sender wants to hear of a message: MSH-15 (that it has been taken) and MSH-16 (what became of it), HL7 table
 * 0155. Without MSH-16: AA, AE, AR, as ever. Here a message is answered once it is in the log or in quarantine, so what is said
 * of its taking says it all: there is one answer a message at most, which cannot be taken for the next one's.
 */
record AckMode(Optional<String> accept, Optional<String> application) {

    static AckMode of(Hl7Segment header) {
        return new AckMode(header.told(15), header.told(16));
    }

    /** MSA-1, HL7 table 0008; empty where nobody wants to hear it. */
    Optional<String> answer(Code outcome) {
        // Many fill in MSH-15 alone, out of habit, and wait for the AA that the original mode gives.
        if (application.isEmpty()) {
            return Optional.of(outcome.name());
        }
        if (accept.filter(wish -> isMet(wish, outcome)).isPresent()) {
            return Optional.of(outcome.accepting());
        }
        // Nobody else has a message that is answered AR: its sender must know, whatever it wants to hear.
        return application.filter(wish -> isMet(wish, outcome)).isPresent() || outcome == Code.AR
                ? Optional.of(outcome.name())
                : Optional.empty();
    }

    /** A word that is not in the table is no wish for silence. */
    private static boolean isMet(String wish, Code outcome) {
        return switch (wish) {
            case "NE" -> false;
            case "ER" -> outcome != Code.AA;
            case "SU" -> outcome == Code.AA;
            default -> true;
        };
    }
}
