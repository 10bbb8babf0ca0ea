package org.parcours.standalone.demo.source;

import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** Simulates medication: the prescription, pharmacy and care plan applications, and the dispensing robot. */
public final class MedicationSimulator {

    private final PatientJourneyMessageGenerator journey;

    MedicationSimulator(PatientJourneyMessageGenerator journey) {
        this.journey = journey;
    }

    public record Prescription(String number, String code, String label, String dosage, Doctor prescriber) {}

    /** @param code ATC */
    public Prescription prescribe(String code, String label, String dosage) {
        Prescription prescription =
                new Prescription(journey.nextNumber("O"), code, label, dosage, journey.randomDoctor());
        journey.sendFact(
                SourceApplicationCode.PRESCRIPTION, "MedicationPrescribed", event -> addMedication(event, prescription)
                        .with("dosage", dosage)
                        .with("prescriber", CloudEventBuilder.practitioner(prescription.prescriber())));
        return prescription;
    }

    public void dispense(Prescription prescription, String quantity) {
        journey.sendFact(
                SourceApplicationCode.PHARMACIE, "MedicationDispensed", event -> addMedication(event, prescription)
                        .with("quantity", quantity));
    }

    public void administer(Prescription prescription) {
        journey.sendFact(SourceApplicationCode.PLAN_DE_SOINS, "MedicationAdministered", event -> addMedication(
                        event, prescription)
                .with("dose", prescription.dosage()));
    }

    public Prescription prescribeToAdminister(String code, String label, String dosage) {
        Prescription prescription = prescribe(code, label, dosage);
        journey.afterMinutes(30);
        CustomHl7AndCloudEventSender.sendPharmacyTray(journey, "R" + prescription.number(), label);
        journey.afterMinutes(15);
        dispense(prescription, "1");
        journey.afterMinutes(30);
        administer(prescription);
        return prescription;
    }

    private static CloudEventBuilder addMedication(CloudEventBuilder event, Prescription prescription) {
        return event.with(
                        "prescription",
                        CloudEventBuilder.identifier(IdentifierGenerator.ORDER_OID, prescription.number()))
                .with("product", CloudEventBuilder.coding(prescription.code(), prescription.label()));
    }
}
