package org.parcours.command.intake.places;

import java.util.Optional;

/** By the form of the text, which is what it is whatever its sender called it. */
public final class Places {

    private Places() {}

    /**
     * @param field as the refusal names it; empty names the whole
     * @return empty where the place, and what it would stand in, is not there
     */
    public static Optional<Mark> of(String text, String field) {
        if (field.isBlank()) {
            return Optional.empty();
        }
        String begin = text.stripLeading();
        if (begin.startsWith("<")) {
            return XmlPlaces.of(text, Path.parse(field));
        }
        if (begin.startsWith("{") || begin.startsWith("[")) {
            return JsonPlaces.of(text, Path.parse(field));
        }
        return Hl7Places.of(text, field);
    }
}
