package org.parcours.command.intake.fhir.mapping;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.parcours.command.intake.fhir.resource.FhirProperties;

/** Finds the catalogue's kind of a step without an event type of its own: by its code, otherwise by its category. */
record CatalogueStepKindResolver(FhirProperties settings) {

    String resolve(CodeableConcept code, List<CodeableConcept> categories) {
        return Stream.concat(Stream.of(code), categories.stream())
                .flatMap(concept -> concept.getCoding().stream())
                .map(Coding::getCode)
                .filter(Objects::nonNull)
                .flatMap(codeValue ->
                        Optional.ofNullable(settings.kinds().get(codeValue)).or(() -> standardKind(codeValue)).stream())
                .findFirst()
                .orElse("other");
    }

    /** Of SNOMED CT, and HL7's observation categories. {@code parcours.fhir.kinds} adds codes and takes precedence. */
    private static Optional<String> standardKind(String code) {
        return Optional.ofNullable(
                switch (code) {
                    case "265764009", "302497006", "71192002" -> "dialysis";
                    case "367336001", "385786002" -> "chemotherapy";
                    case "116859006", "5447007" -> "transfusion";
                    case "91251008", "229065009", "228557008", "62013009" -> "physiotherapy";
                    case "715282001" -> "transport";
                    case "vital-signs", "survey", "activity", "therapy" -> "nursing";
                    case "social-history" -> "social-care";
                    case "exam", "procedure" -> "functional-exam";
                    default -> null;
                });
    }
}
