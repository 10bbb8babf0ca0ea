package org.parcours.command.feeds.mllp;

import java.util.Optional;
import org.parcours.command.feeds.mllp.AcknowledgementFactory.AckCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;

/**
 * Which acknowledgement the sender of a message requests: MSH-15 (accept acknowledgement) and MSH-16 (application
 * acknowledgement), HL7 table 0155. Without MSH-16 the original mode applies: AA, AE, AR. Messages are acknowledged
 * once they are in the log or in quarantine, so that an accept acknowledgement already states the outcome: each message
 * gets at most one acknowledgement, which cannot be mistaken for that of the next message.
 */
record AckConditions(Optional<String> acceptCondition, Optional<String> applicationCondition) {

    static AckConditions of(Hl7Segment header) {
        return new AckConditions(header.value(15), header.value(16));
    }

    /** MSA-1, HL7 table 0008; empty if the sender requests no acknowledgement of this outcome. */
    Optional<String> codeFor(AckCode code) {
        // Many senders fill in MSH-15 alone, and still expect the AA of the original mode.
        if (applicationCondition.isEmpty()) {
            return Optional.of(code.name());
        }
        if (acceptCondition.filter(condition -> isMet(condition, code)).isPresent()) {
            return Optional.of(code.acceptCode());
        }
        // After AR the message remains with its sender, which must know, whatever it requests.
        return applicationCondition.filter(condition -> isMet(condition, code)).isPresent() || code == AckCode.AR
                ? Optional.of(code.name())
                : Optional.empty();
    }

    /** A value that is not in the table does not suppress the acknowledgement. */
    private static boolean isMet(String condition, AckCode code) {
        return switch (condition) {
            case "NE" -> false;
            case "ER" -> code != AckCode.AA;
            case "SU" -> code == AckCode.AA;
            default -> true;
        };
    }
}
