package org.parcours.command.intake.fhir.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.parcours.command.intake.fhir.resource.FhirProperties;

/**
 * Finds the kind, in the catalogue, of a step without an event type of its own: by its code, otherwise by its category.
 */
record StepKindResolver(FhirProperties settings) {

    static final String OTHER = "other";

    /**
     * Codes of SNOMED CT, and HL7's observation categories. {@code parcours.fhir.kinds} adds codes and takes
     * precedence.
     */
    private static final Map<String, String> STANDARD_CODES = Map.ofEntries(
            Map.entry("265764009", "dialysis"),
            Map.entry("302497006", "dialysis"),
            Map.entry("71192002", "dialysis"),
            Map.entry("367336001", "chemotherapy"),
            Map.entry("385786002", "chemotherapy"),
            Map.entry("116859006", "transfusion"),
            Map.entry("5447007", "transfusion"),
            Map.entry("91251008", "physiotherapy"),
            Map.entry("229065009", "physiotherapy"),
            Map.entry("228557008", "physiotherapy"),
            Map.entry("62013009", "physiotherapy"),
            Map.entry("715282001", "transport"),
            Map.entry("vital-signs", "nursing"),
            Map.entry("survey", "nursing"),
            Map.entry("activity", "nursing"),
            Map.entry("therapy", "nursing"),
            Map.entry("social-history", "social-care"),
            Map.entry("exam", "functional-exam"),
            Map.entry("procedure", "functional-exam"));

    String resolve(CodeableConcept code, List<CodeableConcept> categories) {
        return Stream.concat(Stream.of(code), categories.stream())
                .flatMap(concept -> concept.getCoding().stream())
                .map(Coding::getCode)
                .filter(codeValue -> codeValue != null)
                .flatMap(codeValue -> Optional.ofNullable(settings.kinds().get(codeValue))
                        .or(() -> Optional.ofNullable(STANDARD_CODES.get(codeValue)))
                        .stream())
                .findFirst()
                .orElse(OTHER);
    }
}
