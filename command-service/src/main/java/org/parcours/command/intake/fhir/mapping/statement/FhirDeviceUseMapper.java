package org.parcours.command.intake.fhir.mapping.statement;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStep;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.message.Fact;
import org.parcours.events.DetailKey;
import org.parcours.events.StepStatus;

/** Maps DeviceUseStatement: a device that the patient has, uses or used. */
public final class FhirDeviceUseMapper {

    private FhirDeviceUseMapper() {}

    public static List<Fact> facts(ResourceContext context) {
        FhirElement use = context.resource();
        ResourceDetails details = new ResourceDetails(context);
        StepStatus status =
                switch (context.requireText("status")) {
                    case "completed" -> StepStatus.DONE;
                    case "entered-in-error" -> StepStatus.WITHDRAWN;
                    case "intended" -> StepStatus.PLANNED;
                    case "stopped" -> StepStatus.STOPPED;
                    case "on-hold" -> StepStatus.ON_HOLD;
                    default -> StepStatus.IN_PROGRESS;
                };
        Optional<String> device = details.texts().of(use.child("device"));
        if (device.isEmpty() && status != StepStatus.WITHDRAWN) {
            throw context.missingElement("device");
        }
        if (use.child("timing").isType("Timing")) {
            details.add(DetailKey.TIMING, "timing");
        } else {
            details.occurrence("timing", DetailKey.ACTIVITY_AT);
        }
        details.add(DetailKey.SITE, "bodySite")
                .add(DetailKey.REASON, "reasonCode", "reasonReference")
                .add(DetailKey.INFORMATION_SOURCE, "source")
                .time(DetailKey.RECORDED_AT, "recordedOn")
                .add(DetailKey.BASED_ON, "basedOn")
                .add(DetailKey.SUPPORTING_INFORMATION, "derivedFrom")
                .notes("note");
        // It has no encounter in R4.
        return new CatalogueStep(context, details, "device-use", status, device.orElse("?"), "subject", "encounter")
                .facts(context.occurredAt(context.start("timing"), context.time("recordedOn")));
    }
}
