package org.parcours.events.catalogue;

import java.util.Locale;

/** A label in French and in English. */
public record BilingualLabel(String fr, String en) {

    public BilingualLabel {
        if (fr.isBlank() || en.isBlank()) {
            throw new IllegalArgumentException("A label needs a French and an English text");
        }
    }

    /** The French text for a French locale, otherwise the English one. */
    public String in(Locale locale) {
        return locale.getLanguage().equals("fr") ? fr : en;
    }
}
