package org.parcours.events.catalogue;

import java.util.Locale;

/** The same words in French and in English. */
public record Label(String fr, String en) {

    public Label {
        if (fr.isBlank() || en.isBlank()) {
            throw new IllegalArgumentException("A label speaks French and English");
        }
    }

    /** French to whoever asks for French, English to everybody else. */
    public String in(Locale locale) {
        return locale.getLanguage().equals("fr") ? fr : en;
    }
}
