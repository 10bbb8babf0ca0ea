package org.parcours.command.intake.fhir.element;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.parcours.command.message.RejectionException;
import tools.jackson.databind.JsonNode;

/**
 * Checks the values of primitive types: codes, dates, numbers and texts. What was found is described, never quoted, unless
 * it is a code or a number.
 */
final class PrimitiveChecker {

    /** FHIR R4, 2.24.0.1: date, dateTime and instant. Seconds are optional here, as in many a sender's messages. */
    private static final Pattern DATE_TIME = Pattern.compile(
            "\\d{4}(-\\d{2}(-\\d{2}" + "(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})?)?)?)?");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,2})?");

    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,10}");

    /** In characters; FHIR R4, 2.24.0.1: a string has at most 1 MB. */
    private static final int MAX_TEXT = 1024 * 1024;

    private static final int MAX_EXPONENT = 60;

    /** FHIR R4, 2.24.0.1; senders use the underscore too, and name contained resources with a number sign. */
    private static final Pattern ID = Pattern.compile("#?[A-Za-z0-9._\\-]*");

    /** Codes and numbers that may be quoted: no person's data. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z-]{1,20}|[0-9.eE+-]{1,20}");

    private static final Set<String> TEXT_TYPES = Set.of("string", "markdown", "code", "id", "uri", "url");
    private static final Map<String, Integer> MAX_LENGTHS =
            Map.of("id", 64, "code", 255, "uri", 2048, "url", 2048, "canonical", 2048, "oid", 255, "uuid", 255);

    private PrimitiveChecker() {}

    /** @throws RejectionException where the value has not the form of its type */
    static void check(FhirElement child, ElementDefinition definition) {
        JsonNode value = child.node();
        if (value.isContainer()) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                    child.path(),
                    found(value) + " found, a value expected: "
                            + definition.type().name());
        }
        if (value.isBoolean() && TEXT_TYPES.contains(definition.type().name())) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt(child.path(), "true or false found, text expected");
        }
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        String text = value.isBigDecimal()
                ? checkedNumber(value.decimalValue(), child)
                : value.asString("").strip();
        checkText(text, child);
        if (text.isEmpty()) {
            return;
        }
        String type = definition.type().name();
        boolean valid =
                switch (type) {
                    case "boolean" -> text.equals("true") || text.equals("false");
                    case "integer", "positiveInt", "unsignedInt" ->
                        INTEGER.matcher(text).matches() && Long.parseLong(text) == (int) Long.parseLong(text);
                    case "id" -> ID.matcher(text).matches();
                    case "decimal" -> NUMBER.matcher(text).matches();
                    case "date", "dateTime", "instant" ->
                        DATE_TIME.matcher(text).matches();
                    case "code" ->
                        definition.codes().isEmpty() || definition.codes().contains(text);
                    default -> true;
                };
        if (!valid) {
            throw type.equals("date") || type.equals("dateTime") || type.equals("instant")
                    ? FhirRejectionCode.INVALID_DATE.exceptionAt(child.path(), shape(text) + " found")
                    : FhirRejectionCode.INVALID_VALUE.exceptionAt(
                            child.path(), quoted(text) + " found, " + expected(definition));
        }
        Integer maxLength = MAX_LENGTHS.get(type);
        if (maxLength != null && text.length() > maxLength) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                    child.path(), "%d characters found, at most %d expected".formatted(text.length(), maxLength));
        }
    }

    static String found(JsonNode node) {
        return node.isArray() ? "a list" : node.isObject() ? "an object" : "a value";
    }

    private static String quoted(String text) {
        return HARMLESS.matcher(text).matches() ? '"' + text + '"' : text.length() + " characters";
    }

    /** A date as it is written, without its digits, which may be a birth date: {@code nn/nn/nnnn}. */
    private static String shape(String text) {
        return text.length() > 40
                ? text.length() + " characters"
                : text.replaceAll("\\d", "n")
                        .replaceAll("[\\p{L}&&[^nTZ]]", "x")
                        .replaceAll("[^\\w:/.+ -]", "?");
    }

    private static String expected(ElementDefinition definition) {
        return definition.codes().isEmpty()
                ? definition.type().name() + " expected"
                : "one of "
                        + String.join(", ", definition.codes().stream().sorted().toList()) + " expected";
    }

    private static String checkedNumber(BigDecimal number, FhirElement child) {
        if (Math.abs((long) number.scale()) > MAX_EXPONENT || number.precision() > MAX_EXPONENT) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                    child.path(), "a number of at most " + MAX_EXPONENT + " digits expected");
        }
        return number.toString();
    }

    static void checkTexts(JsonNode node, FhirElement at) {
        if (node.isString()) {
            checkText(node.asString(""), at);
        } else if (node.isBigDecimal()) {
            checkedNumber(node.decimalValue(), at);
        }
        for (String name : node.propertyNames()) {
            checkText(name, at);
        }
        for (JsonNode child : node) {
            checkTexts(child, at);
        }
    }

    /** FHIR R4, 2.24.0.1: no control characters but tabs and line ends. NUL cannot be stored by PostgreSQL. */
    private static void checkText(String text, FhirElement at) {
        if (text.length() > MAX_TEXT && !at.isType("base64Binary") && !at.isType("xhtml")) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                    at.path(), "%d characters found, at most %d expected".formatted(text.length(), MAX_TEXT));
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c) || isLoneSurrogate(text, i)) {
                throw FhirRejectionCode.INVALID_TEXT.exceptionAt(at.path(), "U+%04X".formatted((int) c));
            }
        }
    }

    /** C0, DEL and C1 without tabs and line ends. */
    private static boolean isControl(char c) {
        return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c >= 0x7f && c < 0xa0;
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
