package org.parcours.events;

import java.util.Optional;

/** A coded word (HL7 v2 CE/CWE, FHIR Coding): at least one of code and text is there. */
public record Coding(Optional<String> code, Optional<String> text, Optional<String> system) {

    public Coding {
        if (code.isEmpty() && text.isEmpty()) {
            throw new IllegalArgumentException("A coding has a code or a text");
        }
    }

    public static Coding of(String code, String text) {
        return new Coding(Optional.of(code), Optional.of(text), Optional.empty());
    }

    /** What two codings of the same thing have in common: the code, or else the text. */
    public String key() {
        return code.or(() -> text).orElseThrow();
    }

    /** What a person reads. */
    public String label() {
        return text.or(() -> code).orElseThrow();
    }
}
