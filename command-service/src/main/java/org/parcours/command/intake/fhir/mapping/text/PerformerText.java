package org.parcours.command.intake.fhir.mapping.text;

import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.CodedWord;

/** Who acted, in which function: {@code Dr Martin (anesthésiste, for Clinique X)}. */
public record PerformerText(ElementText texts) {

    public Optional<String> all(List<FhirElement> performers) {
        return joined("; ", performers.stream().map(this::text));
    }

    private Optional<String> text(FhirElement performer) {
        Optional<String> role = role(performer);
        return texts.of(performer.child("actor"))
                .map(name -> role.map(as -> name + " (" + as + ")").orElse(name))
                .or(() -> role);
    }

    public Optional<String> role(FhirElement performer) {
        return joined(
                ", ",
                texts.of(performer.child("function")),
                texts.labelled(CodedWord.of("for") + " ", performer.child("onBehalfOf"), ""));
    }
}
