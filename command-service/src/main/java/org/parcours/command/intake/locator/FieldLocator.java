package org.parcours.command.intake.locator;

import java.util.Optional;

/** By the form of the text, which is what it is whatever its sender called it. */
public final class FieldLocator {

    private FieldLocator() {}

    /**
     * @param field as the refusal names it; empty names the whole
     * @return empty where the place, and what it would stand in, is not there
     */
    public static Optional<TextRange> locate(String text, String field) {
        if (field.isBlank()) {
            return Optional.empty();
        }
        String content = text.stripLeading();
        if (content.startsWith("<")) {
            return XmlFieldLocator.locate(text, ElementPath.parse(field));
        }
        if (content.startsWith("{") || content.startsWith("[")) {
            return JsonFieldLocator.locate(text, ElementPath.parse(field));
        }
        return Hl7FieldLocator.locate(text, field);
    }
}
