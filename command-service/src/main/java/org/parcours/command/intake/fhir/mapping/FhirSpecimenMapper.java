package org.parcours.command.intake.fhir.mapping;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.resource.NotTrackedException;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenCollected;
import org.parcours.events.OrderNumbers;

/** Maps a Specimen: its collection. */
final class FhirSpecimenMapper {

    private FhirSpecimenMapper() {}

    static List<Fact> facts(ResourceContext context) {
        FhirElement specimen = context.resource();
        if (specimen.child("subject").isEmpty()) {
            throw new NotTrackedException(
                    specimen.path(), "it has no subject; kept for the resources that refer to it");
        }
        PatientEvidence patient = context.subject();
        if (specimen.text("status").filter("entered-in-error"::equals).isPresent()) {
            return List.of();
        }
        OccurrenceTime occurredAt = context.occurredAt(
                context.dateTimes().start(specimen.child("collection").child("collected")),
                context.time("receivedTime"));
        OrderNumbers order = FhirOrderMapper.referencedOrder(context, specimen.children("request"))
                .orElseGet(() -> new OrderNumbers(Optional.empty(), Optional.of(context.identifier())));
        return context.facts(
                patient,
                Optional.empty(),
                occurredAt,
                new SpecimenCollected(
                        order, Optional.of(context.identifier()), DataTypeMapper.coding(specimen.child("type"))));
    }
}
