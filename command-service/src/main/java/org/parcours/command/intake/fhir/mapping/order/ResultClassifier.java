package org.parcours.command.intake.fhir.mapping.order;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStepKindResolver;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;

/** Whether a request, a report or an observation is of imaging or of a laboratory, by its categories, codes and references. */
public record ResultClassifier(ResourceContext context, FhirElement resource) {

    /** SNOMED CT 363679005 imaging, 394914008 radiology; LOINC diagnostic imaging; HL7 table 0074. */
    private static final Set<String> IMAGING = Set.of(
            "363679005",
            "394914008",
            "LP29684-5",
            "18748-4",
            "RAD",
            "RX",
            "CT",
            "NMR",
            "NMS",
            "RUS",
            "OUS",
            "VUS",
            "CUS",
            "XRC",
            "imaging");

    /** SNOMED CT 108252007 laboratory procedure, 15220000 laboratory test; HL7 table 0074. */
    private static final Set<String> LABORATORY = Set.of(
            "108252007",
            "15220000",
            "laboratory",
            "LAB",
            "CH",
            "HM",
            "MB",
            "MCB",
            "MYC",
            "PAR",
            "VR",
            "BLB",
            "SR",
            "SP",
            "GE",
            "CG",
            "CP",
            "IMM",
            "TX",
            "BG",
            "CTH",
            "URN",
            "ICU",
            "26436-6",
            "LP29693-6");

    /** LOINC codes of vital signs, which senders send without a category too (FHIR R4, vital signs profile). */
    private static final Set<String> VITAL_SIGNS = Set.of(
            "85353-1", "9279-1", "8867-4", "2708-6", "59408-5", "8310-5", "8302-2", "9843-4", "8287-5", "29463-7",
            "3141-9", "39156-5", "85354-9", "55284-4", "8480-6", "8462-4", "8478-0", "72514-3");

    private static final String LOINC = "http://loinc.org";

    public boolean isImaging() {
        List<FhirElement> categories = resource.children("category");
        return DataTypeMapper.hasCode(categories, IMAGING)
                || DataTypeMapper.hasCode(resource.child("code"), IMAGING)
                || !resource.children("imagingStudy").isEmpty()
                || !isLaboratory() && (refersToStudy() || categories.isEmpty() && namesImaging());
    }

    boolean isLaboratory() {
        return DataTypeMapper.hasCode(resource.children("category"), LABORATORY)
                || !resource.children("specimen").isEmpty();
    }

    /**
     * Whether an Observation is a result rather than a step of care: of a laboratory, ordered, or without a category and of no
     * known kind.
     */
    public boolean isResult() {
        if (isLaboratory() || isImaging() || !resource.children("basedOn").isEmpty()) {
            return true;
        }
        return resource.children("category").isEmpty()
                && !isVitalSign()
                && new CatalogueStepKindResolver(context.settings())
                        .resolve(resource.child("code"), List.of())
                        .equals("other");
    }

    public boolean isVitalSign() {
        return DataTypeMapper.hasCode(resource.child("code"), VITAL_SIGNS);
    }

    boolean hasLoincCode() {
        return resource.child("code").children("coding").stream()
                .anyMatch(coding -> coding.text("system").filter(LOINC::equals).isPresent());
    }

    private boolean refersToStudy() {
        return Stream.of("partOf", "derivedFrom")
                .flatMap(name -> resource.children(name).stream())
                .anyMatch(reference -> context.references()
                        .typeOf(reference)
                        .filter("ImagingStudy"::equals)
                        .isPresent());
    }

    /** By the words of its code or method; {@code parcours.fhir.imaging-words}. */
    private boolean namesImaging() {
        return Stream.of(resource.child("code"), resource.child("method"))
                .flatMap(concept -> labels(concept))
                .flatMap(label -> Stream.of(label.toUpperCase(Locale.ROOT).split("[^\\p{L}\\p{N}-]+")))
                .anyMatch(context.settings().imagingWords()::contains);
    }

    private static Stream<String> labels(FhirElement concept) {
        Optional<String> label = ConceptText.label(concept);
        return Stream.concat(
                label.stream(), concept.children("coding").stream().flatMap(coding -> coding.text("display").stream()));
    }
}
