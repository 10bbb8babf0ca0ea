package org.parcours.command.intake.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.parcours.command.intake.RecordingDocuments;
import org.parcours.command.intake.Samples;

/** The examples of the specification, which nobody here wrote, where they are at hand: what each comes to, and why. */
class RealFhirTest {

    private final FhirUnderstanding understanding =
            new FhirUnderstanding(Fhir.settings(Map.of()), new RecordingDocuments(), Clock.systemUTC());

    @Test
    void each_example_is_understood_kept_or_refused_for_a_reason() {
        assumeTrue(Samples.folder("fhir").isPresent(), "no samples here");
        Map<String, String> told = new TreeMap<>();
        Samples.messages("fhir").forEach(file -> told.put(file.getFileName().toString(), whatItComesTo(file)));
        assertThat(told).containsExactlyInAnyOrderEntriesOf(Map.of());
    }

    /** The events, counted; then what is refused, and where. */
    private String whatItComesTo(Path file) {
        Understood understood = understanding.read(Samples.bytes(file), Optional.of("HL7"));
        Map<String, Integer> events = new TreeMap<>();
        understood
                .report()
                .ifPresent(report -> report.facts()
                        .forEach(fact -> events.merge(fact.event().getClass().getSimpleName(), 1, Integer::sum)));
        List<String> words = new ArrayList<>();
        events.forEach((event, times) -> words.add(times == 1 ? event : times + " " + event));
        understood.refusals().forEach(why -> words.add(why.code() + " at " + why.field()));
        return words.isEmpty() ? "kept" : words.stream().collect(Collectors.joining(", "));
    }
}
