package org.parcours.command.processing;

import java.util.regex.Pattern;

/** A text of a sender in a log line: it cannot end the line, begin another one, or fill the disk. */
final class LogText {

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");
    private static final int MAX_LENGTH = 200;

    private LogText() {}

    static String of(String text) {
        String beginning = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
        return CONTROLS.matcher(beginning).replaceAll("?");
    }
}
