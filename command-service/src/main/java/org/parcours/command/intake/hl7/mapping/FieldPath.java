package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.events.applications.YamlNode;

/**
 * The path of a field, component or subcomponent, as written in an application's file: {@code PID-3}, {@code OBR-4.2},
 * {@code PV1-3.4.2}.
 *
 * @param component 0 for the whole field
 */
record FieldPath(String segment, int field, int component, int subcomponent) {

    private static final Pattern FORMAT =
            Pattern.compile("([A-Z][A-Z0-9]{2})-([1-9]\\d{0,2})(?:\\.([1-9]\\d?)(?:\\.([1-9]\\d?))?)?");

    static FieldPath parse(YamlNode node) {
        return parse(node, node.text());
    }

    static FieldPath parse(YamlNode node, String path) {
        Matcher matcher = FORMAT.matcher(path);
        if (!matcher.matches()) {
            throw node.invalid("'%s' is not a field path, such as OBR-4.2 or PID-3".formatted(path));
        }
        return new FieldPath(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                intOrDefault(matcher.group(3), 0),
                intOrDefault(matcher.group(4), 1));
    }

    /** One path or several; the first whose value is not empty applies. */
    static List<FieldPath> parseAll(YamlNode node) {
        return node.elements().stream().map(FieldPath::parse).toList();
    }

    static Optional<String> firstValue(List<FieldPath> paths, CustomRuleSegmentGroup group) {
        return paths.stream().flatMap(path -> path.valueIn(group).stream()).findFirst();
    }

    Optional<String> valueIn(CustomRuleSegmentGroup group) {
        return Optional.of(fieldIn(group).text(Math.max(1, component), subcomponent))
                .filter(text -> !text.isEmpty());
    }

    Hl7FieldRepetition fieldIn(CustomRuleSegmentGroup group) {
        return group.segment(segment).field(field);
    }

    boolean isWholeField() {
        return component == 0;
    }

    private static int intOrDefault(String group, int defaultValue) {
        return group == null ? defaultValue : Integer.parseInt(group);
    }

    @Override
    public String toString() {
        String fieldText = segment + "-" + field;
        return component == 0
                ? fieldText
                : subcomponent == 1 ? fieldText + "." + component : fieldText + "." + component + "." + subcomponent;
    }
}
