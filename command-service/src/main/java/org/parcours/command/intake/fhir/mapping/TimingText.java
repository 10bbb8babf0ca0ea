package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.ElementText.joined;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;

/** A Timing as text: {@code 1 à 2 × / 6 h, avant le repas (AC)}. Units as sent; a code is beside its French words. */
record TimingText(ElementText texts, FhirElement timing) {

    /** FHIR R4, value set event-timing. */
    private static final Map<String, String> WHEN = Map.ofEntries(
            Map.entry("MORN", "le matin"),
            Map.entry("MORN.early", "tôt le matin"),
            Map.entry("MORN.late", "en fin de matinée"),
            Map.entry("NOON", "le midi"),
            Map.entry("AFT", "l'après-midi"),
            Map.entry("AFT.early", "en début d'après-midi"),
            Map.entry("AFT.late", "en fin d'après-midi"),
            Map.entry("EVE", "le soir"),
            Map.entry("EVE.early", "en début de soirée"),
            Map.entry("EVE.late", "en fin de soirée"),
            Map.entry("NIGHT", "la nuit"),
            Map.entry("PHS", "après l'endormissement"),
            Map.entry("HS", "au coucher"),
            Map.entry("WAKE", "au réveil"),
            Map.entry("C", "au repas"),
            Map.entry("CM", "au petit-déjeuner"),
            Map.entry("CD", "au déjeuner"),
            Map.entry("CV", "au dîner"),
            Map.entry("AC", "avant le repas"),
            Map.entry("ACM", "avant le petit-déjeuner"),
            Map.entry("ACD", "avant le déjeuner"),
            Map.entry("ACV", "avant le dîner"),
            Map.entry("PC", "après le repas"),
            Map.entry("PCM", "après le petit-déjeuner"),
            Map.entry("PCD", "après le déjeuner"),
            Map.entry("PCV", "après le dîner"));

    private static final Map<String, String> DAYS = Map.of(
            "mon", "lundi",
            "tue", "mardi",
            "wed", "mercredi",
            "thu", "jeudi",
            "fri", "vendredi",
            "sat", "samedi",
            "sun", "dimanche");

    Optional<String> text() {
        FhirElement repeat = timing.child("repeat");
        return joined(
                ", ",
                texts.of(timing.child("code")),
                frequency(repeat),
                words(repeat, "dayOfWeek", DAYS),
                joined(" / ", repeat.texts("timeOfDay").stream().map(Optional::of)),
                when(repeat),
                limits(repeat.text("duration"), repeat.text("durationMax"), repeat.text("durationUnit"))
                        .map(length -> "durée " + length),
                bounds(repeat.child("bounds")),
                limits(repeat.text("count"), repeat.text("countMax"), Optional.of("fois au total")),
                joined(", ", timing.texts("event").stream().map(Optional::of)));
    }

    /** {@code 3 × / 1 d}; without a frequency it is once (FHIR R4, Timing.repeat.frequency). */
    private static Optional<String> frequency(FhirElement repeat) {
        Optional<String> times = limits(repeat.text("frequency"), repeat.text("frequencyMax"), Optional.of("×"));
        Optional<String> period = limits(repeat.text("period"), repeat.text("periodMax"), repeat.text("periodUnit"));
        return period.map(length -> times.orElse("1 ×") + " / " + length).or(() -> times);
    }

    /** The offset is in minutes, before or after the event that {@code when} names. */
    private static Optional<String> when(FhirElement repeat) {
        Optional<String> offset = repeat.text("offset").map(minutes -> minutes + " min");
        return joined(" ", offset, words(repeat, "when", WHEN));
    }

    private static Optional<String> words(FhirElement repeat, String element, Map<String, String> words) {
        return joined(
                ", ",
                repeat.texts(element).stream()
                        .map(code ->
                                Optional.of(words.containsKey(code) ? words.get(code) + " (" + code + ")" : code)));
    }

    private Optional<String> bounds(FhirElement bounds) {
        return texts.of(bounds).map(text -> bounds.isType("Period") ? text : "pendant " + text);
    }

    /** {@code 1 à 2 h}, {@code jusqu'à 2 h}. */
    private static Optional<String> limits(Optional<String> low, Optional<String> high, Optional<String> unit) {
        Optional<String> amount = low.map(least -> high.filter(most -> !most.equals(least))
                        .map(most -> least + " à " + most)
                        .orElse(least))
                .or(() -> high.map(most -> "jusqu'à " + most));
        return amount.map(value -> Stream.of(Optional.of(value), unit)
                .flatMap(Optional::stream)
                .reduce((one, other) -> one + " " + other)
                .orElse(value));
    }
}
