package org.parcours.command.intake.fhir.mapping.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.resource.FhirProperties;

/** Finds the catalogue's kind of a step without an event type of its own: by its code, otherwise by its category. */
public record CatalogueStepKindResolver(FhirProperties settings) {

    private static final List<String> STANDARD_KINDS = List.of(
            "dialysis",
            "chemotherapy",
            "transfusion",
            "physiotherapy",
            "transport",
            "nursing",
            "social-care",
            "functional-exam");

    public String resolve(FhirElement code, List<FhirElement> categories) {
        return find(code, categories).orElse("other");
    }

    public Optional<String> find(FhirElement code, List<FhirElement> categories) {
        return Stream.concat(Stream.of(code), categories.stream())
                .flatMap(concept -> concept.children("coding").stream())
                .flatMap(coding -> coding.text("code").stream())
                .flatMap(codeValue ->
                        Optional.ofNullable(settings.kinds().get(codeValue)).or(() -> standardKind(codeValue)).stream())
                .findFirst();
    }

    /** All kinds that a code or a category may mean, and those of resources without either. */
    public List<String> kinds() {
        return Stream.of(STANDARD_KINDS.stream(), settings.kinds().values().stream(), Stream.of("other", "procedure"))
                .flatMap(kinds -> kinds)
                .distinct()
                .toList();
    }

    /** Of SNOMED CT, and HL7's observation categories. {@code parcours.fhir.kinds} adds codes and takes precedence. */
    private static Optional<String> standardKind(String code) {
        return switch (code) {
            case "265764009", "302497006", "71192002" -> Optional.of("dialysis");
            case "367336001", "385786002" -> Optional.of("chemotherapy");
            case "116859006", "5447007" -> Optional.of("transfusion");
            case "91251008", "229065009", "228557008", "62013009" -> Optional.of("physiotherapy");
            case "715282001" -> Optional.of("transport");
            case "vital-signs", "survey", "activity", "therapy" -> Optional.of("nursing");
            case "social-history" -> Optional.of("social-care");
            case "exam", "procedure" -> Optional.of("functional-exam");
            default -> Optional.empty();
        };
    }
}
