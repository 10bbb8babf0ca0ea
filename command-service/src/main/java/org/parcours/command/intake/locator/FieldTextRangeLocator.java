package org.parcours.command.intake.locator;

import java.util.Optional;

/** Locates a field in the text of a message, whose format (XML, JSON, HL7 v2) is detected from the text alone. */
public final class FieldTextRangeLocator {

    private FieldTextRangeLocator() {}

    /**
     * @param field the path in a rejection; empty: the whole message
     * @return the range of the field or, if it is absent, of the element or segment that lacks it; empty if that is
     *     absent too
     */
    public static Optional<TextRange> locate(String text, String field) {
        if (field.isBlank()) {
            return Optional.empty();
        }
        String content = text.stripLeading();
        if (content.startsWith("<")) {
            return XmlFieldTextRangeLocator.locate(text, ElementPath.parse(field));
        }
        if (content.startsWith("{") || content.startsWith("[")) {
            return JsonFieldTextRangeLocator.locate(text, ElementPath.parse(field));
        }
        return Hl7FieldTextRangeLocator.locate(text, field);
    }
}
