package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.applications.YamlNode;

/**
 * A place in a message, as a person writes it: {@code PID-3}, {@code OBR-4.2}, {@code PV1-3.4.2}.
 *
 * @param component 0 where the field as a whole is meant
 */
record FieldPath(String segment, int field, int component, int subcomponent) {

    private static final Pattern FORM =
            Pattern.compile("([A-Z][A-Z0-9]{2})-([1-9]\\d{0,2})(?:\\.([1-9]\\d?)(?:\\.([1-9]\\d?))?)?");

    static FieldPath read(YamlNode told) {
        return read(told, told.text());
    }

    static FieldPath read(YamlNode told, String path) {
        Matcher parts = FORM.matcher(path);
        if (!parts.matches()) {
            throw told.invalid("'%s' is no place in a message; one looks like OBR-4.2 or PID-3".formatted(path));
        }
        return new FieldPath(
                parts.group(1), Integer.parseInt(parts.group(2)), number(parts.group(3), 0), number(parts.group(4), 1));
    }

    /** One path, or several of which the first that says something counts. */
    static List<FieldPath> several(YamlNode told) {
        return told.elements().stream().map(FieldPath::read).toList();
    }

    Optional<String> in(Hl7Row row) {
        return Optional.of(fieldOf(row).text(Math.max(1, component), subcomponent))
                .filter(text -> !text.isEmpty());
    }

    Hl7Field fieldOf(Hl7Row row) {
        Hl7Segment found = row.segment(segment);
        return found.field(field);
    }

    boolean isWholeField() {
        return component == 0;
    }

    private static int number(String group, int otherwise) {
        return group == null ? otherwise : Integer.parseInt(group);
    }

    @Override
    public String toString() {
        String whole = segment + "-" + field;
        return component == 0
                ? whole
                : subcomponent == 1 ? whole + "." + component : whole + "." + component + "." + subcomponent;
    }
}
