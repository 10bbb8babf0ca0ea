package org.parcours.command.intake.fhir.mapping;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
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

/** MedicationRequest, MedicationDispense and MedicationAdministration: the latter two go by the request's number. */
final class Medications {

    private Medications() {}

    /** What was prescribed and has been stopped since was prescribed, too; what never should have been is only stopped. */
    static List<Fact> prescribed(Told told, MedicationRequest request) {
        if (request.getStatus() == null) {
            throw told.missing("status");
        }
        return switch (request.getStatus()) {
            case CANCELLED, ENTEREDINERROR -> List.of(stopped(told, request));
            case STOPPED -> List.of(prescription(told, request), stopped(told, request));
            case ACTIVE, ONHOLD, COMPLETED, DRAFT, UNKNOWN, NULL -> List.of(prescription(told, request));
        };
    }

    private static Fact prescription(Told told, MedicationRequest request) {
        return told.fact(
                told.patient(request.getSubject(), "subject"),
                told.visit(request.getEncounter(), "encounter"),
                told.occurredAt(told.moments().of(request.getAuthoredOnElement(), told.at("authoredOn"))),
                new MedicationPrescribed(
                        told.number(),
                        product(told, request.getMedication(), "medication"),
                        dosage(request.getDosageInstruction()),
                        Words.practitioner(told, request.getRequester(), "requester")));
    }

    /** Nothing in the resource says when. */
    private static Fact stopped(Told told, MedicationRequest request) {
        return told.fact(
                told.patient(request.getSubject(), "subject"),
                told.visit(request.getEncounter(), "encounter"),
                told.toldAt(),
                new MedicationStopped(told.number(), Words.coding(request.getStatusReason())));
    }

    static List<Fact> dispensed(Told told, MedicationDispense dispense) {
        if (dispense.getStatus() == null) {
            throw told.missing("status");
        }
        PatientEvidence patient = told.patient(dispense.getSubject(), "subject");
        OffsetDateTime at = told.occurredAt(
                told.moments().of(dispense.getWhenHandedOverElement(), told.at("whenHandedOver")),
                told.moments().of(dispense.getWhenPreparedElement(), told.at("whenPrepared")));
        return switch (dispense.getStatus()) {
            case PREPARATION, INPROGRESS, CANCELLED, ONHOLD, STOPPED, DECLINED, ENTEREDINERROR -> List.of();
            case COMPLETED, UNKNOWN, NULL ->
                told.facts(
                        patient,
                        told.visit(dispense.getContext(), "context"),
                        at,
                        new MedicationDispensed(
                                prescription(
                                        told,
                                        dispense.getAuthorizingPrescriptionFirstRep(),
                                        "authorizingPrescription[0]"),
                                product(told, dispense.getMedication(), "medication"),
                                Words.quantity(dispense.getQuantity())));
        };
    }

    static List<Fact> administered(Told told, MedicationAdministration given) {
        if (given.getStatus() == null) {
            throw told.missing("status");
        }
        PatientEvidence patient = told.patient(given.getSubject(), "subject");
        return switch (given.getStatus()) {
            case NOTDONE, ENTEREDINERROR, ONHOLD -> List.of();
            case INPROGRESS, COMPLETED, STOPPED, UNKNOWN, NULL ->
                told.facts(
                        patient,
                        told.visit(given.getContext(), "context"),
                        told.occurredAt(told.moments().begin(given.getEffective(), told.at("effective"))),
                        new MedicationAdministered(
                                prescription(told, given.getRequest(), "request"),
                                product(told, given.getMedication(), "medication"),
                                Words.quantity(given.getDosage().getDose())
                                        .or(() -> Words.text(given.getDosage().getText()))));
        };
    }

    private static Identifier prescription(Told told, Reference request, String element) {
        return told.numberOf(request, element).orElseGet(told::number);
    }

    private static Coding product(Told told, @Nullable Type medication, String element) {
        Optional<Coding> product =
                switch (medication) {
                    case CodeableConcept concept -> Words.coding(concept);
                    case Reference reference ->
                        told.resolve(reference, Medication.class)
                                .flatMap(found -> Words.coding(found.getCode()))
                                .or(() -> Words.text(reference.getDisplay())
                                        .or(() -> Words.text(reference.getReference()))
                                        .map(text ->
                                                new Coding(Optional.empty(), Optional.of(text), Optional.empty())));
                    case null, default -> Optional.empty();
                };
        return product.orElseThrow(() -> told.missing(element));
    }

    private static Optional<String> dosage(List<Dosage> told) {
        return Optional.of(told.stream()
                        .flatMap(dosage -> Words.text(dosage.getText())
                                .or(() -> Words.text(dosage.getPatientInstruction()))
                                .or(() -> dosage.getDoseAndRate().stream()
                                        .flatMap(dose -> dose.hasDoseQuantity()
                                                ? Words.quantity(dose.getDoseQuantity()).stream()
                                                : java.util.stream.Stream.empty())
                                        .findFirst())
                                .stream())
                        .collect(Collectors.joining("; ")))
                .filter(text -> !text.isEmpty());
    }
}
