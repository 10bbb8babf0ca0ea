package org.parcours.command.intake.fhir.mapping;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.Specimen.SpecimenStatus;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenCollected;
import org.parcours.events.OrderNumbers;

/** Maps a Specimen: its collection. */
final class FhirSpecimenMapper {

    private FhirSpecimenMapper() {}

    static List<Fact> facts(ResourceContext context, Specimen specimen) {
        PatientEvidence patient = context.patientEvidence(specimen.getSubject(), "subject");
        if (specimen.getStatus() == SpecimenStatus.ENTEREDINERROR) {
            return List.of();
        }
        OffsetDateTime occurredAt = context.occurredAt(
                context.start(specimen.getCollection().getCollected(), "collection.collected"),
                context.time(specimen.getReceivedTimeElement(), "receivedTime"));
        OrderNumbers order = FhirOrderMapper.referencedOrder(context, specimen.getRequest(), "request")
                .orElseGet(() -> new OrderNumbers(Optional.empty(), Optional.of(context.identifier())));
        return context.facts(
                patient,
                Optional.empty(),
                occurredAt,
                new SpecimenCollected(
                        order, Optional.of(context.identifier()), DataTypeMapper.coding(specimen.getType())));
    }
}
