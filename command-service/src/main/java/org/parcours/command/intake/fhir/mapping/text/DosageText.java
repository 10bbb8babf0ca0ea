package org.parcours.command.intake.fhir.mapping.text;

import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.CodedWord;

/** Dosages as text: what the sender wrote, and the structured parts where they say more or something else. */
public record DosageText(ElementText texts) {

    /** All dosages in their sequence: {@code 1) …; 2) …}. */
    public Optional<String> all(List<FhirElement> dosages) {
        return joined(
                "; ",
                dosages.stream()
                        .sorted(Comparator.comparingInt(DosageText::sequence))
                        .map(dosage -> text(dosage).map(text -> dosage.text("sequence")
                                .map(number -> dosages.size() > 1 ? number + ") " + text : text)
                                .orElse(text))));
    }

    /** Of dosages without a sequence the order sent is all there is. */
    private static int sequence(FhirElement dosage) {
        return dosage.text("sequence").map(Integer::parseInt).orElse(0);
    }

    public Optional<String> text(FhirElement dosage) {
        Optional<String> text = dosage.text("text");
        Optional<String> structured = structured(dosage);
        if (text.isEmpty() || structured.isEmpty()) {
            return text.or(() -> structured);
        }
        return text.get().contains(structured.get()) ? text : Optional.of(text.get() + " [" + structured.get() + "]");
    }

    private Optional<String> structured(FhirElement dosage) {
        return joined(
                ", ",
                Stream.of(
                        joined(", ", dosage.children("doseAndRate").stream().map(this::doseAndRate)),
                        texts.of(dosage.child("timing")),
                        asNeeded(dosage.child("asNeeded")),
                        texts.of(dosage.child("route")),
                        texts.of(dosage.child("site")),
                        texts.of(dosage.child("method")),
                        texts.labelled("max ", dosage.child("maxDosePerPeriod"), ""),
                        texts.labelled(
                                "max ",
                                dosage.child("maxDosePerAdministration"),
                                " / " + CodedWord.of("administration")),
                        texts.labelled("max ", dosage.child("maxDosePerLifetime"), " / " + CodedWord.of("lifetime")),
                        texts.all(dosage, "additionalInstruction"),
                        dosage.text("patientInstruction")));
    }

    private Optional<String> doseAndRate(FhirElement dose) {
        Optional<String> amount = joined(
                ", ", texts.of(dose.child("dose")), texts.labelled(CodedWord.of("rate") + " ", dose.child("rate"), ""));
        Optional<String> type = texts.of(dose.child("type"));
        return amount.map(text -> type.map(kind -> text + " (" + kind + ")").orElse(text))
                .or(() -> type);
    }

    private Optional<String> asNeeded(FhirElement asNeeded) {
        Optional<String> text = texts.of(asNeeded);
        if (asNeeded.isType("boolean")) {
            return text.filter("true"::equals).map(_ -> CodedWord.of("asNeeded"));
        }
        return text.map(reason -> CodedWord.label("asNeeded", reason));
    }
}
