package org.parcours.events;

import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of Parcours, or a time, inside a text of an event: {@code {{rate}} 5 mL/h}, {@code {{@2026-03-10+01:00}}}. Events
 * are of no language: who shows the text writes the word in the language of its reader. The sender's own words stay as
 * sent.
 */
public final class CodedWord {

    /** Between a label and what it names: languages set it differently. */
    public static final String COLON = of("colon");

    private static final Pattern WORD = Pattern.compile("\\{\\{(?:([A-Za-z][A-Za-z0-9.-]*)|@([0-9T:.+Z-]+))}}");

    private CodedWord() {}

    /** @param key for a status or code of FHIR {@code code.CODE}; for the label of a detail {@code detail.KEY} */
    public static String of(String key) {
        return "{{" + key + "}}";
    }

    public static String of(PartialDateTime time) {
        return "{{@" + time.text() + "}}";
    }

    /** A label of this word, with what it names. */
    public static String label(String key, String text) {
        return of(key) + COLON + text;
    }

    /**
     * The text with its coded words as words.
     *
     * @param words empty for an unknown key, which stays as it is
     */
    public static String write(
            String text, Function<String, Optional<String>> words, Function<PartialDateTime, String> times) {
        if (!text.contains("{{")) {
            return text;
        }
        return WORD.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        (match.group(1) == null ? time(match.group(2), times) : words.apply(match.group(1)))
                                .orElse(match.group())));
    }

    private static Optional<String> time(String text, Function<PartialDateTime, String> times) {
        try {
            return Optional.of(times.apply(PartialDateTime.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
