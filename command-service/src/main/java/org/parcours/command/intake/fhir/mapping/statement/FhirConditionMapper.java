package org.parcours.command.intake.fhir.mapping.statement;

import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.hasCode;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStep;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.message.Fact;
import org.parcours.events.CodedWord;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.StepStatus;

/** Maps Condition: a diagnosis, in which the verification comes first: what is refuted is no diagnosis. */
public final class FhirConditionMapper {

    private static final Set<String> UNCERTAIN = Set.of("unconfirmed", "provisional", "differential");
    private static final Set<String> OVER = Set.of("inactive", "remission", "resolved");

    private FhirConditionMapper() {}

    public static List<Fact> facts(ResourceContext context) {
        FhirElement condition = context.resource();
        ResourceDetails details = new ResourceDetails(context);
        StepStatus status = status(condition);
        FhirElement named = named(condition);
        Optional<Coding> code = DataTypeMapper.coding(named);
        if (code.isEmpty() && status != StepStatus.WITHDRAWN) {
            throw context.missingElement("code");
        }
        String label = code.map(Coding::label).orElse("?");
        details.codes(DetailKey.CODES, named, label)
                .add(DetailKey.VERIFICATION_STATUS, "verificationStatus")
                .add(DetailKey.CLINICAL_STATUS, "clinicalStatus")
                .add(DetailKey.CATEGORY, "category")
                .add(DetailKey.SEVERITY, "severity")
                .add(DetailKey.SITE, "bodySite")
                .time(DetailKey.START, "onset")
                .time(DetailKey.END, "abatement")
                .add(DetailKey.DISEASE_STAGE, "stage")
                .add(DetailKey.EVIDENCE, "evidence")
                .time(DetailKey.RECORDED_AT, "recordedDate")
                .add(DetailKey.RECORDER, "recorder")
                .add(DetailKey.ASSERTER, "asserter")
                .notes("note");
        return new CatalogueStep(context, details, "diagnosis", status, title(condition, label), "subject", "encounter")
                .facts(context.occurredAt(context.start("onset"), context.time("recordedDate")));
    }

    /** A Condition without a code may say by its site or category what it is. */
    private static FhirElement named(FhirElement condition) {
        return List.of("code", "bodySite", "category").stream()
                .map(condition::child)
                .filter(concept -> DataTypeMapper.coding(concept).isPresent())
                .findFirst()
                .orElse(condition.child("code"));
    }

    private static StepStatus status(FhirElement condition) {
        FhirElement verification = condition.child("verificationStatus");
        FhirElement clinical = condition.child("clinicalStatus");
        if (hasCode(verification, Set.of("entered-in-error"))) {
            return StepStatus.WITHDRAWN;
        }
        if (hasCode(verification, Set.of("refuted"))) {
            return StepStatus.NOT_DONE;
        }
        return clinical.isEmpty() && !hasCode(verification, UNCERTAIN) || hasCode(clinical, OVER)
                ? StepStatus.DONE
                : StepStatus.IN_PROGRESS;
    }

    private static String title(FhirElement condition, String label) {
        FhirElement verification = condition.child("verificationStatus");
        if (hasCode(verification, Set.of("refuted"))) {
            return CodedWord.label("ruledOut", label);
        }
        return hasCode(verification, UNCERTAIN) ? CodedWord.label("hypothesis", label) : label;
    }
}
