package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.element.FhirElement;
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
    static List<Fact> requestFacts(ResourceContext context) {
        RequestIntent.requireOrder(context);
        return switch (context.requireText("status")) {
            case "cancelled", "entered-in-error" -> List.of(stopFact(context));
            case "stopped" -> List.of(prescriptionFact(context), stopFact(context));
            default -> List.of(prescriptionFact(context));
        };
    }

    private static Fact prescriptionFact(ResourceContext context) {
        FhirElement request = context.resource();
        return context.fact(
                context.subject(),
                context.visit(request.child("encounter")),
                context.occurredAt(context.time("authoredOn")),
                new MedicationPrescribed(
                        context.identifier(),
                        product(context),
                        dosage(request.children("dosageInstruction")),
                        context.practitioner(request.child("requester"))));
    }

    /** At the time of the report: the resource has no time of the stop. */
    private static Fact stopFact(ResourceContext context) {
        return context.fact(
                context.subject(),
                context.visit(context.resource().child("encounter")),
                context.reportedTime(),
                new MedicationStopped(
                        context.identifier(), coding(context.resource().child("statusReason"))));
    }

    static List<Fact> dispenseFacts(ResourceContext context) {
        FhirElement dispense = context.resource();
        String status = context.requireText("status");
        PatientEvidence patient = context.subject();
        OccurrenceTime occurredAt = context.occurredAt(context.time("whenHandedOver"), context.time("whenPrepared"));
        return switch (status) {
            case "completed", "unknown" ->
                context.facts(
                        patient,
                        context.visit(dispense.child("context")),
                        occurredAt,
                        new MedicationDispensed(
                                prescriptionIdentifier(context, dispense.child("authorizingPrescription")),
                                product(context),
                                DataTypeMapper.quantityText(dispense.child("quantity"))));
            default -> List.of();
        };
    }

    static List<Fact> administrationFacts(ResourceContext context) {
        FhirElement administration = context.resource();
        String status = context.requireText("status");
        PatientEvidence patient = context.subject();
        FhirElement dosage = administration.child("dosage");
        return switch (status) {
            case "not-done", "entered-in-error", "on-hold" -> List.of();
            default ->
                context.facts(
                        patient,
                        context.visit(administration.child("context")),
                        context.occurredAt(context.start("effective")),
                        new MedicationAdministered(
                                prescriptionIdentifier(context, administration.child("request")),
                                product(context),
                                DataTypeMapper.quantityText(dosage.child("dose"))
                                        .or(() -> dosage.text("text"))));
        };
    }

    private static Identifier prescriptionIdentifier(ResourceContext context, FhirElement request) {
        return context.identifierOf(request).orElseGet(context::identifier);
    }

    private static Coding product(ResourceContext context) {
        FhirElement medication = context.resource().child("medication");
        Optional<Coding> product = medication.isType("Reference")
                ? context.resolve(medication, "Medication")
                        .flatMap(target -> coding(target.child("code")))
                        .or(() -> medication
                                .text("display")
                                .or(() -> medication.text("reference"))
                                .map(DataTypeMapper::textCoding))
                : coding(medication);
        return product.orElseThrow(() -> context.missingElement("medication"));
    }

    private static Optional<String> dosage(List<FhirElement> dosages) {
        return Optional.of(dosages.stream()
                        .flatMap(dosage -> dosage
                                .text("text")
                                .or(() -> dosage.text("patientInstruction"))
                                .or(() -> dosage.children("doseAndRate").stream()
                                        .map(dose -> dose.child("dose"))
                                        .filter(dose -> dose.isType("Quantity"))
                                        .flatMap(dose -> DataTypeMapper.quantityText(dose).stream())
                                        .findFirst())
                                .stream())
                        .collect(Collectors.joining("; ")))
                .filter(text -> !text.isEmpty());
    }
}
