package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Segment;

/** Renders an observed value (OBX-5) as text by its type (OBX-2): whole, and as precise as it was sent. */
final class Hl7ObservationValue {

    /** Types of several lines: a repetition is a line (2.A.78), and one text may come as several OBX. */
    private static final Set<String> LINE_TYPES = Set.of("TX", "FT");

    /** In these, delimiters that the sender has not escaped are text. An empty or unknown type is text. */
    private static final Set<String> COMPOSITE_TYPES = Set.of(
            "AD", "CF", "CK", "CN", "CNE", "CP", "CQ", "CWE", "CE", "CX", "DLN", "DR", "EI", "EIP", "HD", "ID", "IS",
            "JCC", "MA", "MO", "NA", "NR", "PL", "PN", "PPN", "RI", "RP", "SN", "TN", "XAD", "XCN", "XON", "XPN",
            "XTN");

    private static final Set<String> UNDECLARED_TYPES = Set.of("", "TX", "FT", "ST");

    private static final Set<String> TIME_TYPES = Set.of("DT", "TM", "TS", "DTM");

    private static final Pattern DATE_TIME = Pattern.compile(
            "(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(\\d{2}(?:\\.\\d{1,9})?)?)?)?)?)?([+-]\\d{2}\\d{2})?");

    private static final Pattern TIME_OF_DAY =
            Pattern.compile("(\\d{2})(?:(\\d{2})(\\d{2}(?:\\.\\d{1,9})?)?)?([+-]\\d{2}\\d{2})?");

    private Hl7ObservationValue() {}

    /** Whether the value may be one line of a longer text. */
    static boolean isLine(Hl7Segment obx) {
        return LINE_TYPES.contains(obx.text(2));
    }

    /** ED, and encapsulated data that a sender declares as a text, or leaves without a type. */
    static boolean isDocument(Hl7Segment obx) {
        String type = obx.text(2);
        return type.equals("ED") || UNDECLARED_TYPES.contains(type) && isBase64(obx.field(5));
    }

    private static boolean isBase64(Hl7FieldRepetition field) {
        return field.hasComponent(5) && field.text(4).equalsIgnoreCase("Base64");
    }

    /** OBX-5, all repetitions; empty for an encapsulated document. */
    static String text(Hl7Segment obx) {
        String type = obx.text(2);
        if (isDocument(obx)) {
            return "";
        }
        if (LINE_TYPES.contains(type)) {
            return obx.repetitions(5).stream()
                    .map(Hl7FieldRepetition::wholeText)
                    .map(String::stripTrailing)
                    .collect(Collectors.joining("\n"));
        }
        if (COMPOSITE_TYPES.contains(type)) {
            return joined(obx, repetition -> composite(type, repetition));
        }
        if (TIME_TYPES.contains(type)) {
            return joined(
                    obx,
                    repetition -> time(
                            type, repetition.components().stream().findFirst().orElse("")));
        }
        return type.equals("NM")
                ? joined(obx, repetition -> repetition.strippedText())
                : obx.wholeText(5).stripTrailing();
    }

    private static String joined(Hl7Segment obx, Function<Hl7FieldRepetition, String> rendering) {
        return obx.repetitions(5).stream()
                .map(rendering)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String composite(String type, Hl7FieldRepetition field) {
        return switch (type) {
            case "CE", "CWE", "CNE", "CF", "IS", "ID" -> coded(field);
            case "SN" ->
                // Comparator, number, separator or suffix, number: > 100, 1:128, 2+.
                field.text(1) + field.text(2) + field.text(3) + field.text(4);
            case "EI", "HD" -> withQualifier(part(field, 1), part(field, 2));
            case "CX" -> withQualifier(part(field, 1), part(field, 4));
            case "XCN", "PPN", "CN" -> withQualifier(name(field, 2), part(field, 1));
            case "XPN", "PN" -> name(field, 1);
            case "RP" -> withQualifier(part(field, 1), part(field, 2));
            case "DR" ->
                Stream.of(1, 2)
                        .map(component -> time("DTM", part(field, component)))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(" – "));
            case "AD", "XAD" -> String.join(", ", field.components());
            default -> String.join(" ", field.components());
        };
    }

    /** The text with its code; the original text where it says something else. */
    private static String coded(Hl7FieldRepetition field) {
        String code = part(field, 1);
        String text = Stream.of(2, 5, 9)
                .map(component -> part(field, component))
                .filter(part -> !part.isEmpty())
                .findFirst()
                .orElse("");
        String original = part(field, 9);
        field.markAllRead();
        String label = text.isEmpty() ? part(field, 4) : text;
        String coded = label.isEmpty() || label.equals(code) ? code : withQualifier(label, code);
        return original.isEmpty() || original.equalsIgnoreCase(text) ? coded : coded + ", " + original;
    }

    private static String name(Hl7FieldRepetition field, int family) {
        field.markAllRead();
        return Stream.of(family + 4, family, family + 1, family + 2)
                .map(component -> part(field, component))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String part(Hl7FieldRepetition field, int component) {
        return field.strippedComponent(component);
    }

    private static String withQualifier(String text, String qualifier) {
        if (text.isEmpty() || qualifier.isEmpty()) {
            return text + qualifier;
        }
        return text + " (" + qualifier + ")";
    }

    /** {@code 20260310} is 2026-03-10, {@code 2007} and {@code 20070000} are 2007; anything else stays as sent. */
    private static String time(String type, String text) {
        if (type.equals("TM")) {
            Matcher time = TIME_OF_DAY.matcher(text);
            return time.matches() ? timeOfDay(time, 1) : text;
        }
        Matcher matcher = DATE_TIME.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        List<String> date = Stream.of(1, 2, 3)
                .flatMap(group -> Optional.ofNullable(matcher.group(group)).stream())
                .takeWhile(part -> !part.equals("00"))
                .toList();
        String time = matcher.group(4) == null || date.size() < 3 ? "" : " " + timeOfDay(matcher, 4);
        return date.getFirst().equals("0000") ? text : String.join("-", date) + time;
    }

    private static String timeOfDay(Matcher matcher, int hour) {
        List<String> parts = Stream.of(hour, hour + 1, hour + 2)
                .flatMap(group -> Optional.ofNullable(matcher.group(group)).stream())
                .toList();
        String time = parts.size() == 1 ? parts.getFirst() + " h" : String.join(":", parts);
        String offset = matcher.group(hour + 3);
        return offset == null ? time : time + " " + offset.substring(0, 3) + ":" + offset.substring(3);
    }
}
