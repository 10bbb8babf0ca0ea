package org.parcours.command.intake.fhir.mapping.text;

import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;

import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.CodedWord;

/** A Timing as text: {@code 1 à 2 × / 6 h, avant le repas (AC)}. Units as sent; a code is beside its French words. */
record TimingText(ElementText texts, FhirElement timing) {

    /** FHIR R4, value set event-timing. */
    Optional<String> text() {
        FhirElement repeat = timing.child("repeat");
        return joined(
                ", ",
                texts.of(timing.child("code")),
                frequency(repeat),
                words(repeat, "dayOfWeek", "day."),
                joined(" / ", repeat.texts("timeOfDay").stream().map(Optional::of)),
                when(repeat),
                limits(repeat.text("duration"), repeat.text("durationMax"), repeat.text("durationUnit"))
                        .map(length -> CodedWord.of("duration") + " " + length),
                bounds(repeat.child("bounds")),
                limits(repeat.text("count"), repeat.text("countMax"), Optional.of(CodedWord.of("timesInTotal"))),
                joined(", ", timing.children("event").stream().map(texts::time)));
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
        return joined(" ", offset, words(repeat, "when", "when."));
    }

    private static Optional<String> words(FhirElement repeat, String element, String words) {
        return joined(", ", repeat.texts(element).stream().map(code -> Optional.of(CodedWord.of(words + code))));
    }

    private Optional<String> bounds(FhirElement bounds) {
        return texts.of(bounds).map(text -> bounds.isType("Period") ? text : CodedWord.of("for") + " " + text);
    }

    /** {@code 1 to 2 h}, {@code up to 2 h}. */
    private static Optional<String> limits(Optional<String> low, Optional<String> high, Optional<String> unit) {
        Optional<String> amount = low.map(least -> high.filter(most -> !most.equals(least))
                        .map(most -> least + " " + CodedWord.of("to") + " " + most)
                        .orElse(least))
                .or(() -> high.map(most -> CodedWord.of("upTo") + " " + most));
        return amount.map(value -> Stream.of(Optional.of(value), unit)
                .flatMap(Optional::stream)
                .reduce((one, other) -> one + " " + other)
                .orElse(value));
    }
}
