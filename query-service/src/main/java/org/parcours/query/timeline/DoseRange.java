package org.parcours.query.timeline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of doses, which is recorded in French ({@code 3 à 6 mL}), in the reader's language. */
final class DoseRange {

    /** Between numbers only: the words of the sender ({@code à jeun}, {@code 1 cp à 8 h}) stay as sent. */
    private static final Pattern BETWEEN_NUMBERS = Pattern.compile("(?<=\\d) à (?=\\d)");

    private DoseRange() {}

    /** @param to the word between the numbers: {@code to} */
    static String inLanguage(String text, String to) {
        return BETWEEN_NUMBERS.matcher(text).replaceAll(Matcher.quoteReplacement(" " + to + " "));
    }
}
