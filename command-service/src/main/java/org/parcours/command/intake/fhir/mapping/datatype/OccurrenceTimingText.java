package org.parcours.command.intake.fhir.mapping.datatype;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;

/** A Timing as text: its code, or what its parts say, with the codes of FHIR: {@code 3 / 1 d, mon, 08:00}. */
public final class OccurrenceTimingText {

    private OccurrenceTimingText() {}

    public static Optional<String> of(FhirElement timing) {
        FhirElement repeat = timing.child("repeat");
        List<String> parts = new ArrayList<>();
        ConceptText.label(timing.child("code")).ifPresent(parts::add);
        Optional<String> frequency = range(repeat, "frequency");
        Optional<String> period = range(repeat, "period")
                .map(length -> (length + " " + repeat.text("periodUnit").orElse("")).strip());
        if (frequency.isPresent() || period.isPresent()) {
            parts.add(
                    frequency.orElse("1") + period.map(length -> " / " + length).orElse(""));
        }
        parts.addAll(repeat.texts("dayOfWeek"));
        parts.addAll(repeat.texts("timeOfDay"));
        Optional<String> offset = repeat.text("offset").map(minutes -> minutes + " min");
        parts.addAll(repeat.texts("when"));
        offset.ifPresent(parts::add);
        range(repeat, "count").ifPresent(count -> parts.add(count + "×"));
        range(repeat, "duration")
                .ifPresent(length ->
                        parts.add((length + " " + repeat.text("durationUnit").orElse("")).strip()));
        FhirValueText.of(repeat.child("bounds")).ifPresent(parts::add);
        parts.addAll(timing.texts("event"));
        return JoinedText.joined(parts.stream());
    }

    private static Optional<String> range(FhirElement repeat, String name) {
        Optional<String> max = repeat.text(name + "Max");
        return repeat.text(name)
                .map(value -> max.map(most -> value + "–" + most).orElse(value))
                .or(() -> max.map(most -> "≤ " + most));
    }
}
