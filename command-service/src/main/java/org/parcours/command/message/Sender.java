package org.parcours.command.message;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The source application, and the channel on which it reports. Its names are one line, whatever the message contains: they
 * are logged, and shown as names.
 *
 * @param application MSH-3, or a CloudEvent's {@code source}
 * @param facility MSH-4
 * @param feed {@code hl7v2}, {@code rest}, {@code fhir}, {@code kafka}
 */
public record Sender(String application, Optional<String> facility, String feed) {

    /** Control characters, and the line and paragraph separators of Unicode. */
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

    public Sender {
        application = oneLine(application);
        facility = facility.map(Sender::oneLine);
    }

    private static String oneLine(String name) {
        return LINE_BREAKS.matcher(name).replaceAll(" ");
    }
}
