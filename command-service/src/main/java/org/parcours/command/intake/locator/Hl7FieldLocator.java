package org.parcours.command.intake.locator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code PID}, {@code PID-3}, {@code PID-3.1}: in the first segment of that name, the field with its repetitions, or of its
 * first repetition the component. Where a segment ends before, the segment is marked: there it would have to be.
 */
final class Hl7FieldLocator {

    private static final Pattern PLACE = Pattern.compile("([A-Z][A-Z0-9]{2})(?:-(\\d{1,3}))?(?:\\.(\\d{1,3}))?.*");
    private static final int BEHIND_NAME = 3;

    private Hl7FieldLocator() {}

    static Optional<TextRange> of(String text, String field) {
        Matcher place = PLACE.matcher(field);
        if (!place.matches()) {
            return Optional.empty();
        }
        String name = place.group(1);
        Matcher segment = Pattern.compile(
                        "(?:^|[\\r\\n\\x0B])(\\s*" + name + ")([^A-Za-z0-9\\r\\n][^\\r\\n\\x1C]*)?(?=$|[\\r\\n\\x1C])")
                .matcher(text);
        if (!segment.find()) {
            return Optional.empty();
        }
        int begin = segment.end(1) - BEHIND_NAME;
        int end = segment.group(2) == null ? segment.end(1) : segment.end(2);
        TextRange whole = new TextRange(begin, end);
        if (place.group(2) == null || segment.group(2) == null) {
            return Optional.of(whole);
        }
        char separator = text.charAt(begin + BEHIND_NAME);
        int number = Integer.parseInt(place.group(2));
        if (name.equals("MSH") && number <= 1) {
            return Optional.of(new TextRange(begin + BEHIND_NAME, begin + BEHIND_NAME + 1));
        }
        // MSH-1 is the separator itself (HL7 v2.5.1, 2.15.9.1).
        Optional<TextRange> found = part(
                text, new TextRange(begin + BEHIND_NAME + 1, end), separator, name.equals("MSH") ? number - 1 : number);
        if (found.isPresent() && place.group(3) != null && end > begin + 4) {
            char component = name.equals("MSH") && number == 2 ? separator : componentSeparator(text);
            TextRange repetition =
                    part(text, found.get(), repetitionSeparator(text), 1).orElse(found.get());
            found = part(text, repetition, component, Integer.parseInt(place.group(3)))
                    .or(() -> Optional.of(repetition));
        }
        return Optional.of(found.orElse(whole));
    }

    private static char componentSeparator(String text) {
        return declared(text, 0, '^');
    }

    private static char repetitionSeparator(String text) {
        return declared(text, 1, '~');
    }

    /** By MSH-2. */
    private static char declared(String text, int index, char otherwise) {
        int header = text.indexOf("MSH");
        int at = header + BEHIND_NAME + 1 + index;
        return header < 0 || at >= text.length() || Character.isISOControl(text.charAt(at))
                ? otherwise
                : text.charAt(at);
    }

    /** The part of that number, from 1, of those that a separator keeps apart. */
    private static Optional<TextRange> part(String text, TextRange whole, char separator, int number) {
        int begin = whole.start();
        for (int i = 1; i < number; i++) {
            int next = text.indexOf(separator, begin);
            if (next < 0 || next >= whole.end()) {
                return Optional.empty();
            }
            begin = next + 1;
        }
        int end = text.indexOf(separator, begin);
        return Optional.of(new TextRange(begin, end < 0 || end > whole.end() ? whole.end() : end));
    }
}
