package org.parcours.command.intake.cloudevents;

import java.util.Optional;
import java.util.function.IntPredicate;

/** Which characters a text may have. */
final class Characters {

    private static final int NONCHARACTERS_START = 0xFDD0;
    private static final int NONCHARACTERS_END = 0xFDEF;

    private Characters() {}

    /** Of attributes and of the names of fields: CloudEvents 1.0.2, §3.1.1 String. */
    static boolean isPlain(int c) {
        return !Character.isISOControl(c) && !isNoncharacter(c) && !isSurrogate(c);
    }

    /** Of text inside {@code data}, which may have several lines and pages. */
    static boolean isText(int c) {
        return isPlain(c) || c >= '\t' && c <= '\r';
    }

    /** What is wrong with the first character that is not allowed, and where it is. */
    static Optional<String> problem(String text, IntPredicate allowed) {
        int position = 1;
        for (int i = 0; i < text.length(); position++) {
            int c = text.codePointAt(i);
            if (!allowed.test(c)) {
                return Optional.of("U+%04X found at character %d, %s".formatted(c, position, kind(c)));
            }
            i += Character.charCount(c);
        }
        return Optional.empty();
    }

    private static String kind(int c) {
        if (isSurrogate(c)) {
            return "half of a character; the pair of both is expected";
        }
        return isNoncharacter(c)
                ? "which is no character; text is expected"
                : "a control character; text without it is expected";
    }

    /** The half of a character, without the other half. */
    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static boolean isNoncharacter(int c) {
        return c >= NONCHARACTERS_START && c <= NONCHARACTERS_END || (c & 0xFFFE) == 0xFFFE;
    }
}
