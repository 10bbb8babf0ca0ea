package org.parcours.events;

import java.util.Optional;

/** A coded value (HL7 v2 CE/CWE, FHIR Coding): at least one of code and text is present. */
public record Coding(Optional<String> code, Optional<String> text, Optional<String> system) {

    public Coding {
        if (code.isEmpty() && text.isEmpty()) {
            throw new IllegalArgumentException("A coding has a code or a text");
        }
    }

    public static Coding of(String code, String text) {
        return new Coding(Optional.of(code), Optional.of(text), Optional.empty());
    }

    /** By what two codings are compared: the code, or else the text. */
    public String key() {
        return code.or(() -> text).orElseThrow();
    }

    /** The text for display, or else the code. */
    public String label() {
        return text.or(() -> code).orElseThrow();
    }
}
