package org.parcours.command.feeds.mllp;

import java.util.Optional;
import org.parcours.command.feeds.mllp.AcknowledgementWriter.AckCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;

/**
 * What its sender wants to hear of a message: MSH-15 (that it has been taken) and MSH-16 (what became of it), HL7 table
 * 0155. Without MSH-16: AA, AE, AR, as ever. Here a message is answered once it is in the log or in quarantine, so what is said
 * of its taking says it all: there is one answer a message at most, which cannot be taken for the next one's.
 */
record AckMode(Optional<String> acceptCondition, Optional<String> applicationCondition) {

    static AckMode of(Hl7Segment header) {
        return new AckMode(header.value(15), header.value(16));
    }

    /** MSA-1, HL7 table 0008; empty where nobody wants to hear it. */
    Optional<String> codeFor(AckCode code) {
        // Many fill in MSH-15 alone, out of habit, and wait for the AA that the original mode gives.
        if (applicationCondition.isEmpty()) {
            return Optional.of(code.name());
        }
        if (acceptCondition.filter(condition -> isMet(condition, code)).isPresent()) {
            return Optional.of(code.acceptCode());
        }
        // Nobody else has a message that is answered AR: its sender must know, whatever it wants to hear.
        return applicationCondition.filter(condition -> isMet(condition, code)).isPresent() || code == AckCode.AR
                ? Optional.of(code.name())
                : Optional.empty();
    }

    /** A word that is not in the table is no wish for silence. */
    private static boolean isMet(String condition, AckCode code) {
        return switch (condition) {
            case "NE" -> false;
            case "ER" -> code != AckCode.AA;
            case "SU" -> code == AckCode.AA;
            default -> true;
        };
    }
}
