package org.parcours.command.intake.fhir.mapping.statement;

import java.util.List;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStep;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.StepStatus;

/** Maps Flag: a warning about the patient, such as isolation or a risk of falling. */
public final class FhirFlagMapper {

    private FhirFlagMapper() {}

    public static List<Fact> facts(ResourceContext context) {
        FhirElement flag = context.resource();
        ResourceDetails details = new ResourceDetails(context);
        StepStatus status =
                switch (context.requireText("status")) {
                    case "inactive" -> StepStatus.DONE;
                    case "entered-in-error" -> StepStatus.WITHDRAWN;
                    default -> StepStatus.IN_PROGRESS;
                };
        String label =
                DataTypeMapper.coding(flag.child("code")).map(Coding::label).orElse("");
        if (label.isEmpty() && status != StepStatus.WITHDRAWN) {
            throw context.missingElement("code");
        }
        details.codes(DetailKey.CODES, flag.child("code"), label)
                .add(DetailKey.CATEGORY, "category")
                .occurrence("period", DetailKey.ACTIVITY_AT)
                .add("author", "author");
        return new CatalogueStep(context, details, "flag", status, label, "subject", "encounter")
                .facts(context.occurredAt(context.start("period")));
    }
}
