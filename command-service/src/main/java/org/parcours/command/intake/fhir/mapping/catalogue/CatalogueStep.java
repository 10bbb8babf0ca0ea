package org.parcours.command.intake.fhir.mapping.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;

/**
 * A resource that is a step of the catalogue.
 *
 * @param patient the element that names the patient
 * @param encounter the element that names the stay
 */
public record CatalogueStep(
        ResourceContext context,
        ResourceDetails details,
        String kind,
        StepStatus status,
        String title,
        String patient,
        String encounter) {

    /** Of what was entered in error nothing counts any more. */
    public List<Fact> facts(OccurrenceTime occurredAt) {
        PatientEvidence evidence = context.patientEvidence(patient);
        Fact fact = details.annotate(
                context.fact(
                        evidence,
                        context.visit(context.resource().child(encounter)),
                        occurredAt,
                        new StepRecorded(
                                kind,
                                context.identifier(),
                                status,
                                Optional.of(title).filter(text -> !text.isEmpty()),
                                Optional.empty(),
                                Map.of())),
                context.otherKeys(kind));
        if (status == StepStatus.WITHDRAWN) {
            context.discardContent();
            return List.of(fact.enteredInError());
        }
        return List.of(fact);
    }
}
