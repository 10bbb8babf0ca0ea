package org.parcours.command.intake.fhir.mapping.medication;

import java.util.List;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStep;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.text.DosageText;
import org.parcours.command.message.Fact;
import org.parcours.events.CodedWord;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.StepStatus;

/** Maps MedicationStatement: what the patient or others report as taken, or as not taken. It is no prescription. */
public final class FhirMedicationStatementMapper {

    private static final String KIND = "medication-statement";

    private FhirMedicationStatementMapper() {}

    public static List<Fact> facts(ResourceContext context) {
        StepStatus status = status(context.requireText("status"));
        ResourceDetails details = new ResourceDetails(context);
        MedicationProduct product = MedicationProduct.of(details.texts());
        Coding medicine = status == StepStatus.WITHDRAWN ? product.codingOrUnknown() : product.coding();
        product.addTo(details);
        details.occurrence("effective", DetailKey.ACTIVITY_AT)
                .add(
                        DetailKey.DOSAGE,
                        new DosageText(details.texts()).all(context.resource().children("dosage")))
                .add(DetailKey.STATUS_REASON, "statusReason")
                .add(DetailKey.REASON, "reasonCode", "reasonReference")
                .add(DetailKey.CATEGORY, "category")
                .add(DetailKey.INFORMATION_SOURCE, "informationSource")
                .time(DetailKey.RECORDED_AT, "dateAsserted")
                .add(DetailKey.BASED_ON, "basedOn")
                .add(DetailKey.PART_OF, "partOf")
                .add(DetailKey.SUPPORTING_INFORMATION, "derivedFrom")
                .notes("note");
        String title = status == StepStatus.NOT_DONE ? CodedWord.label("notTaken", medicine.label()) : medicine.label();
        return new CatalogueStep(context, details, KIND, status, title, "subject", "context")
                .facts(context.occurredAt(context.start("effective"), context.time("dateAsserted")));
    }

    private static StepStatus status(String status) {
        return switch (status) {
            case "completed" -> StepStatus.DONE;
            case "entered-in-error" -> StepStatus.WITHDRAWN;
            case "intended" -> StepStatus.PLANNED;
            case "stopped" -> StepStatus.STOPPED;
            case "on-hold" -> StepStatus.ON_HOLD;
            case "not-taken" -> StepStatus.NOT_DONE;
            case "unknown" -> StepStatus.UNKNOWN;
            default -> StepStatus.IN_PROGRESS;
        };
    }
}
