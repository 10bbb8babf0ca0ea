package org.parcours.command.intake.locator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Locates {@code PID}, {@code PID-3} and {@code PID-3.1} in the first segment of that name: a field with all its
 * repetitions, a component in the first repetition. If the segment ends before the field, the range is the segment.
 */
final class Hl7FieldTextRangeLocator {

    private static final Pattern FIELD_PATH = Pattern.compile("([A-Z][A-Z0-9]{2})(?:-(\\d{1,3}))?(?:\\.(\\d{1,3}))?.*");
    private static final int NAME_LENGTH = 3;

    private Hl7FieldTextRangeLocator() {}

    static Optional<TextRange> locate(String text, String field) {
        Matcher path = FIELD_PATH.matcher(field);
        if (!path.matches()) {
            return Optional.empty();
        }
        String name = path.group(1);
        Matcher segment = Pattern.compile(
                        "(?:^|[\\r\\n\\x0B])(\\s*" + name + ")([^A-Za-z0-9\\r\\n][^\\r\\n\\x1C]*)?(?=$|[\\r\\n\\x1C])")
                .matcher(text);
        if (!segment.find()) {
            return Optional.empty();
        }
        int start = segment.end(1) - NAME_LENGTH;
        int end = segment.group(2) == null ? segment.end(1) : segment.end(2);
        TextRange range = new TextRange(start, end);
        if (path.group(2) == null || segment.group(2) == null) {
            return Optional.of(range);
        }
        char separator = text.charAt(start + NAME_LENGTH);
        int number = Integer.parseInt(path.group(2));
        if (name.equals("MSH") && number <= 1) {
            return Optional.of(new TextRange(start + NAME_LENGTH, start + NAME_LENGTH + 1));
        }
        // MSH-1 is the separator itself (HL7 v2.5.1, 2.15.9.1).
        Optional<TextRange> located = findPart(
                text, new TextRange(start + NAME_LENGTH + 1, end), separator, name.equals("MSH") ? number - 1 : number);
        if (located.isPresent() && path.group(3) != null && end > start + 4) {
            char component = name.equals("MSH") && number == 2 ? separator : encodingCharacter(text, 0, '^');
            TextRange repetition = findPart(text, located.get(), encodingCharacter(text, 1, '~'), 1)
                    .orElse(located.get());
            located = findPart(text, repetition, component, Integer.parseInt(path.group(3)))
                    .or(() -> Optional.of(repetition));
        }
        return Optional.of(located.orElse(range));
    }

    /** The encoding character that MSH-2 declares. */
    private static char encodingCharacter(String text, int index, char defaultCharacter) {
        int header = text.indexOf("MSH");
        int at = header + NAME_LENGTH + 1 + index;
        return header < 0 || at >= text.length() || Character.isISOControl(text.charAt(at))
                ? defaultCharacter
                : text.charAt(at);
    }

    /** The part of that number, from 1, among those between the separators. */
    private static Optional<TextRange> findPart(String text, TextRange range, char separator, int number) {
        int start = range.start();
        for (int i = 1; i < number; i++) {
            int next = text.indexOf(separator, start);
            if (next < 0 || next >= range.end()) {
                return Optional.empty();
            }
            start = next + 1;
        }
        int end = text.indexOf(separator, start);
        return Optional.of(new TextRange(start, end < 0 || end > range.end() ? range.end() : end));
    }
}
