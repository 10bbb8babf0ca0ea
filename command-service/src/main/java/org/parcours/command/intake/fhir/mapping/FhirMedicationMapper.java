package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.nonBlank;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Dosage.DosageDoseAndRateComponent;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;

/** Maps MedicationRequest; MedicationDispense and MedicationAdministration, which have the request's identifier. */
final class FhirMedicationMapper {

    private FhirMedicationMapper() {}

    /** A stopped request is prescribed and stopped; a cancelled one, or one entered in error, is only stopped. */
    static List<Fact> requestFacts(ResourceContext context, MedicationRequest request) {
        return switch (context.require(request.getStatus(), "status")) {
            case CANCELLED, ENTEREDINERROR -> List.of(stopFact(context, request));
            case STOPPED -> List.of(prescriptionFact(context, request), stopFact(context, request));
            case ACTIVE, ONHOLD, COMPLETED, DRAFT, UNKNOWN, NULL -> List.of(prescriptionFact(context, request));
        };
    }

    private static Fact prescriptionFact(ResourceContext context, MedicationRequest request) {
        return context.fact(
                context.patientEvidence(request.getSubject(), "subject"),
                context.visit(request.getEncounter(), "encounter"),
                context.occurredAt(context.time(request.getAuthoredOnElement(), "authoredOn")),
                new MedicationPrescribed(
                        context.identifier(),
                        product(context, request.getMedication()),
                        dosage(request.getDosageInstruction()),
                        context.practitioner(request.getRequester(), "requester")));
    }

    /** At the time of the report: the resource has no time of the stop. */
    private static Fact stopFact(ResourceContext context, MedicationRequest request) {
        return context.fact(
                context.patientEvidence(request.getSubject(), "subject"),
                context.visit(request.getEncounter(), "encounter"),
                context.reportedAt(),
                new MedicationStopped(context.identifier(), coding(request.getStatusReason())));
    }

    static List<Fact> dispenseFacts(ResourceContext context, MedicationDispense dispense) {
        context.require(dispense.getStatus(), "status");
        PatientEvidence patient = context.patientEvidence(dispense.getSubject(), "subject");
        OffsetDateTime occurredAt = context.occurredAt(
                context.time(dispense.getWhenHandedOverElement(), "whenHandedOver"),
                context.time(dispense.getWhenPreparedElement(), "whenPrepared"));
        return switch (dispense.getStatus()) {
            case PREPARATION, INPROGRESS, CANCELLED, ONHOLD, STOPPED, DECLINED, ENTEREDINERROR -> List.of();
            case COMPLETED, UNKNOWN, NULL ->
                context.facts(
                        patient,
                        context.visit(dispense.getContext(), "context"),
                        occurredAt,
                        new MedicationDispensed(
                                prescriptionIdentifier(
                                        context,
                                        dispense.getAuthorizingPrescriptionFirstRep(),
                                        "authorizingPrescription[0]"),
                                product(context, dispense.getMedication()),
                                DataTypeMapper.quantityText(dispense.getQuantity())));
        };
    }

    static List<Fact> administrationFacts(ResourceContext context, MedicationAdministration administration) {
        context.require(administration.getStatus(), "status");
        PatientEvidence patient = context.patientEvidence(administration.getSubject(), "subject");
        return switch (administration.getStatus()) {
            case NOTDONE, ENTEREDINERROR, ONHOLD -> List.of();
            case INPROGRESS, COMPLETED, STOPPED, UNKNOWN, NULL ->
                context.facts(
                        patient,
                        context.visit(administration.getContext(), "context"),
                        context.occurredAt(context.start(administration.getEffective(), "effective")),
                        new MedicationAdministered(
                                prescriptionIdentifier(context, administration.getRequest(), "request"),
                                product(context, administration.getMedication()),
                                DataTypeMapper.quantityText(
                                                administration.getDosage().getDose())
                                        .or(() -> nonBlank(
                                                administration.getDosage().getText()))));
        };
    }

    private static Identifier prescriptionIdentifier(ResourceContext context, Reference request, String element) {
        return context.identifierOf(request, element).orElseGet(context::identifier);
    }

    private static Coding product(ResourceContext context, @Nullable Type medication) {
        Optional<Coding> product =
                switch (medication) {
                    case CodeableConcept concept -> coding(concept);
                    case Reference reference ->
                        context.resolve(reference, Medication.class)
                                .flatMap(target -> coding(target.getCode()))
                                .or(() -> nonBlank(reference.getDisplay())
                                        .or(() -> nonBlank(reference.getReference()))
                                        .map(DataTypeMapper::textCoding));
                    case null, default -> Optional.empty();
                };
        return product.orElseThrow(() -> context.missingElement("medication"));
    }

    private static Optional<String> dosage(List<Dosage> dosages) {
        return Optional.of(dosages.stream()
                        .flatMap(dosage -> nonBlank(dosage.getText())
                                .or(() -> nonBlank(dosage.getPatientInstruction()))
                                .or(() -> dosage.getDoseAndRate().stream()
                                        .filter(DosageDoseAndRateComponent::hasDoseQuantity)
                                        .flatMap(dose -> DataTypeMapper.quantityText(dose.getDoseQuantity()).stream())
                                        .findFirst())
                                .stream())
                        .collect(Collectors.joining("; ")))
                .filter(text -> !text.isEmpty());
    }
}
