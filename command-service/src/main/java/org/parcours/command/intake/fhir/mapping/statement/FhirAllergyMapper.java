package org.parcours.command.intake.fhir.mapping.statement;

import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.hasCode;
import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStep;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.text.ElementText;
import org.parcours.command.message.Fact;
import org.parcours.events.CodedWord;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.StepStatus;

/** Maps AllergyIntolerance. What is refuted, and the code for "no known allergy", is no allergy. */
public record FhirAllergyMapper(ResourceContext context, ResourceDetails details, FhirElement allergy) {

    /**
     * SNOMED CT: no known allergy (716186003), of drugs (409137002), of food (429625007), of the environment (428607008), of
     * latex (1003774007); not known to have one (160244002). IPS: absent-unknown-uv-ips.
     */
    private static final Set<String> NO_KNOWN_ALLERGY = Set.of(
            "716186003",
            "409137002",
            "429625007",
            "428607008",
            "1003774007",
            "160244002",
            "no-known-allergies",
            "no-known-medication-allergies",
            "no-known-environmental-allergies",
            "no-known-food-allergies");

    /** IPS: nothing is known about allergies; that is not "none". */
    private static final Set<String> NO_INFORMATION = Set.of("no-allergy-info");

    public static List<Fact> facts(ResourceContext context) {
        return new FhirAllergyMapper(context, new ResourceDetails(context), context.resource()).facts();
    }

    private List<Fact> facts() {
        StepStatus status = status();
        FhirElement named = named();
        Optional<Coding> code = DataTypeMapper.coding(named);
        String label = code.map(Coding::label)
                .or(() -> details.texts().all(allergy, "category"))
                .or(() -> status == StepStatus.WITHDRAWN ? Optional.of("?") : Optional.empty())
                .orElseThrow(() -> context.missingElement("code"));
        details.codes(DetailKey.CODES, named, label)
                .add(DetailKey.VERIFICATION_STATUS, "verificationStatus")
                .add(DetailKey.CLINICAL_STATUS, "clinicalStatus")
                .add(DetailKey.CATEGORY, "type", "category")
                .add(DetailKey.CRITICALITY, "criticality")
                .add(DetailKey.REACTION, reactions())
                .time(DetailKey.START, "onset")
                .time(DetailKey.LAST_OCCURRENCE, "lastOccurrence")
                .time(DetailKey.RECORDED_AT, "recordedDate")
                .add(DetailKey.RECORDER, "recorder")
                .add(DetailKey.ASSERTER, "asserter")
                .notes("note");
        return new CatalogueStep(context, details, "allergy", status, title(label), "patient", "encounter")
                .facts(context.occurredAt(context.time("recordedDate"), context.start("onset")));
    }

    /** The code, else the substance of a reaction. */
    private FhirElement named() {
        FhirElement code = allergy.child("code");
        return DataTypeMapper.coding(code).isPresent()
                ? code
                : allergy.children("reaction").stream()
                        .map(reaction -> reaction.child("substance"))
                        .filter(FhirElement::isPresent)
                        .findFirst()
                        .orElse(code);
    }

    private StepStatus status() {
        FhirElement verification = allergy.child("verificationStatus");
        FhirElement code = allergy.child("code");
        if (hasCode(verification, Set.of("entered-in-error"))) {
            return StepStatus.WITHDRAWN;
        }
        if (hasCode(verification, Set.of("refuted")) || hasCode(code, NO_KNOWN_ALLERGY)) {
            return StepStatus.NOT_DONE;
        }
        if (hasCode(code, NO_INFORMATION)) {
            return StepStatus.UNKNOWN;
        }
        return hasCode(allergy.child("clinicalStatus"), Set.of("inactive", "resolved"))
                ? StepStatus.DONE
                : StepStatus.IN_PROGRESS;
    }

    private String title(String label) {
        FhirElement verification = allergy.child("verificationStatus");
        FhirElement code = allergy.child("code");
        if (hasCode(verification, Set.of("refuted"))) {
            return CodedWord.label("refuted", label);
        }
        if (hasCode(code, NO_KNOWN_ALLERGY)) {
            return CodedWord.label("noKnownAllergy", label);
        }
        if (hasCode(code, NO_INFORMATION)) {
            return CodedWord.label("noAllergyInformation", label);
        }
        return hasCode(verification, Set.of("unconfirmed", "presumed"))
                ? label + " (" + CodedWord.of("unconfirmed") + ")"
                : label;
    }

    private Optional<String> reactions() {
        return joined("; ", allergy.children("reaction").stream().map(this::reaction));
    }

    private Optional<String> reaction(FhirElement reaction) {
        ElementText texts = details.texts();
        return joined(
                ", ",
                texts.all(reaction, "manifestation"),
                reaction.text("severity").map(code -> CodedWord.of("code." + code)),
                texts.of(reaction.child("substance")),
                texts.of(reaction.child("exposureRoute")),
                texts.of(reaction.child("onset")),
                reaction.text("description"),
                texts.all(reaction, "note"));
    }
}
