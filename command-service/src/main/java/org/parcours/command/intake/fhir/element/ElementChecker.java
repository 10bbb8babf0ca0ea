package org.parcours.command.intake.fhir.element;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.parcours.command.message.RejectionException;
import tools.jackson.databind.JsonNode;

/**
 * Checks the values of a resource against the definitions of FHIR R4 before it is mapped: the JSON types, how often an element
 * occurs, codes, dates, numbers and texts; and that it contains no modifier that Parcours does not understand.
 */
public final class ElementChecker {

    /** FHIR R4, 2.24.0.1: date, dateTime and instant. Seconds are optional here, as in many a sender's messages. */
    private static final Pattern DATE_TIME = Pattern.compile(
            "\\d{4}(-\\d{2}(-\\d{2}" + "(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})?)?)?)?");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,2})?");

    /** In characters; FHIR R4, 2.24.0.1: a string has at most 1 MB. */
    private static final int MAX_TEXT = 1024 * 1024;

    private static final int MAX_EXPONENT = 60;
    private static final Map<String, Integer> MAX_LENGTHS =
            Map.of("id", 64, "code", 255, "uri", 2048, "url", 2048, "canonical", 2048, "oid", 255, "uuid", 255);

    private final boolean strict;

    /** @param strict whether elements that FHIR R4 does not define are rejected */
    public ElementChecker(boolean strict) {
        this.strict = strict;
    }

    /** @throws RejectionException naming the first element that is wrong */
    public void check(FhirElement resource) {
        if (resource.type().isEmpty()) {
            return;
        }
        resource.text("implicitRules").ifPresent(_ -> {
            throw FhirRejectionCode.MODIFIER_NOT_UNDERSTOOD.exceptionAt(resource.pathOf("implicitRules"));
        });
        checkChildren(resource);
    }

    private void checkChildren(FhirElement element) {
        element.properties().forEach(property -> checkProperty(element, property));
    }

    private void checkProperty(FhirElement element, String property) {
        List<FhirElement> children = element.peek(property);
        Optional<ElementDefinition> definition =
                children.stream().flatMap(child -> child.definition().stream()).findFirst();
        if (definition.isEmpty()) {
            children.forEach(this::checkUnknown);
            return;
        }
        if (children.size() > 1 && !definition.get().repeats()) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                    element.pathOf(definition.get().name()), children.size() + " values found, one expected");
        }
        for (FhirElement child : children) {
            if (property.equals("modifierExtension")) {
                throw FhirRejectionCode.MODIFIER_NOT_UNDERSTOOD.exceptionAt(
                        child.path(), child.node().path("url").asString("no url"));
            }
            check(child, definition.get());
        }
    }

    private void checkUnknown(FhirElement child) {
        if (strict) {
            throw FhirRejectionCode.UNKNOWN_ELEMENT.exceptionAt(child.path());
        }
        checkTexts(child.node(), child);
    }

    private void check(FhirElement child, ElementDefinition definition) {
        if (definition.type().isPrimitive()) {
            checkPrimitive(child, definition);
        } else if (!child.node().isObject()) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                    child.path(), "a JSON object expected: " + definition.type().name());
        }
        checkChildren(child);
    }

    private void checkPrimitive(FhirElement child, ElementDefinition definition) {
        JsonNode value = child.node();
        if (value.isContainer()) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                    child.path(), "a value expected: " + definition.type().name());
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
                    case "integer", "positiveInt", "unsignedInt" -> text.matches("-?\\d{1,10}");
                    case "decimal" -> NUMBER.matcher(text).matches();
                    case "date", "dateTime", "instant" ->
                        DATE_TIME.matcher(text).matches();
                    case "code" ->
                        definition.codes().isEmpty() || definition.codes().contains(text);
                    default -> true;
                };
        if (!valid) {
            throw type.equals("date") || type.equals("dateTime") || type.equals("instant")
                    ? FhirRejectionCode.INVALID_DATE.exceptionAt(child.path())
                    : FhirRejectionCode.INVALID_VALUE.exceptionAt(child.path(), expected(definition));
        }
        Integer maxLength = MAX_LENGTHS.get(type);
        if (maxLength != null && text.length() > maxLength) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                    child.path(), "%d characters found, at most %d expected".formatted(text.length(), maxLength));
        }
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

    private static void checkTexts(JsonNode node, FhirElement at) {
        if (node.isString()) {
            checkText(node.asString(""), at);
        } else if (node.isBigDecimal()) {
            checkedNumber(node.decimalValue(), at);
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
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || isLoneSurrogate(text, i)) {
                throw FhirRejectionCode.INVALID_TEXT.exceptionAt(at.path(), "U+%04X".formatted((int) c));
            }
        }
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
