package org.parcours.command.intake.hl7.message;

import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises an MSH segment by its form, with whatever delimiters, and finds one where none may be. */
final class Hl7Header {

    /** MSH-9 in the split header, in which MSH-1 has no place of its own. */
    private static final int MESSAGE_TYPE = 8;

    private static final Pattern MESSAGE_CODE = Pattern.compile("[A-Z][A-Z0-9]{2}(?:[^A-Za-z0-9].*)?");

    private Hl7Header() {}

    /** Whether the character can be a field separator. */
    static boolean isSeparator(char separator) {
        return !Character.isLetterOrDigit(separator) && !Character.isISOControl(separator);
    }

    /** Whether the line is an MSH segment: delimiters of its own, and a message type. */
    static boolean hasForm(String line) {
        if (line.length() < 9 || !line.startsWith("MSH") || !isSeparator(line.charAt(3))) {
            return false;
        }
        String[] fields = line.split(Pattern.quote(line.substring(3, 4)), MESSAGE_TYPE + 2);
        return fields.length > MESSAGE_TYPE
                && Hl7Delimiters.areEncodingCharacters(fields[1])
                && MESSAGE_CODE.matcher(fields[MESSAGE_TYPE].strip()).matches();
    }

    /**
     * The place of a second header in a message, as a path: a message inside another would be recorded under the id, and
     * perhaps under the patient, of the other. A header that is quoted inside a text, in which a line feed ends it, is
     * text.
     *
     * @param uniform the message, in which a carriage return ends each segment
     */
    static Optional<String> findSecond(String uniform) {
        for (int at = uniform.indexOf("MSH", 3); at >= 0; at = uniform.indexOf("MSH", at + 3)) {
            int end = uniform.indexOf('\r', at);
            String line = uniform.substring(at, end < 0 ? uniform.length() : end);
            boolean ownSegment = uniform.charAt(at - 1) == '\r' && line.startsWith(uniform.substring(0, 4));
            if (ownSegment || line.indexOf('\n') < 0 && hasForm(line)) {
                return Optional.of("MSH[2]");
            }
        }
        return Optional.empty();
    }
}
