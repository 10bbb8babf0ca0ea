package org.parcours.command.intake.hl7.message;

import java.util.Optional;
import org.parcours.command.message.RejectionException;

/**
 * MSH-1 and MSH-2 as sent (HL7 v2.9, 2.14.9.1 and 2.14.9.2): a message may declare from two to five encoding
 * characters. An undeclared one does not exist: its usual character is text.
 *
 * @param truncation since v2.7
 */
record Hl7Delimiters(
        char field,
        char component,
        char repetition,
        Optional<Character> escape,
        Optional<Character> subcomponent,
        Optional<Character> truncation) {

    static final Hl7Delimiters DEFAULT =
            new Hl7Delimiters('|', '^', '~', Optional.of('\\'), Optional.of('&'), Optional.empty());

    /**
     * @param header the MSH segment
     * @throws RejectionException naming MSH-2, if it does not declare two to five different
     *     characters
     */
    static Hl7Delimiters parse(String header) {
        char field = header.charAt(3);
        int end = header.indexOf(field, 4);
        String declared = end < 0 ? header.substring(4) : header.substring(4, end);
        if (!areEncodingCharacters(declared)) {
            throw Hl7RejectionCode.ENCODING_CHARACTERS_INVALID.exceptionAt("MSH-2");
        }
        return new Hl7Delimiters(
                field, declared.charAt(0), declared.charAt(1), at(declared, 2), at(declared, 3), at(declared, 4));
    }

    /** Whether MSH-2 declares two to five different characters that can be delimiters. */
    static boolean areEncodingCharacters(String declared) {
        return declared.length() >= 2
                && declared.length() <= 5
                && declared.chars().distinct().count() == declared.length()
                && declared.chars()
                        .noneMatch(c ->
                                Character.isLetterOrDigit(c) || Character.isWhitespace(c) || Character.isISOControl(c));
    }

    /** As {@link #parse}; with the usual encoding characters where those of the header are invalid. */
    static Hl7Delimiters parseOrDefault(String header) {
        try {
            return parse(header);
        } catch (RejectionException e) {
            return new Hl7Delimiters(
                    header.charAt(3),
                    DEFAULT.component,
                    DEFAULT.repetition,
                    DEFAULT.escape,
                    DEFAULT.subcomponent,
                    DEFAULT.truncation);
        }
    }

    private static Optional<Character> at(String declared, int index) {
        return index < declared.length() ? Optional.of(declared.charAt(index)) : Optional.empty();
    }
}
