package org.parcours.standalone.demo.source;

import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** Simulates medication: the prescription, pharmacy and care plan applications, and the dispensing robot. */
public final class MedicationSimulator {

    private final JourneySimulation journey;

    MedicationSimulator(JourneySimulation journey) {
        this.journey = journey;
    }

    public record Prescription(String number, String code, String label, String dosage, Doctor prescriber) {}

    /** @param code ATC */
    public Prescription prescribe(String code, String label, String dosage) {
        Prescription prescription =
                new Prescription(journey.nextNumber("O"), code, label, dosage, journey.randomDoctor());
        journey.send(SourceApplication.PRESCRIPTION, metadata -> cloudEvent(
                        SourceApplication.PRESCRIPTION, "MedicationPrescribed", metadata, prescription)
                .with("dosage", dosage)
                .with("prescriber", CloudEventBuilder.practitioner(prescription.prescriber()))
                .toBytes());
        return prescription;
    }

    public void dispense(Prescription prescription, String quantity) {
        journey.send(SourceApplication.PHARMACIE, metadata -> cloudEvent(
                        SourceApplication.PHARMACIE, "MedicationDispensed", metadata, prescription)
                .with("quantity", quantity)
                .toBytes());
    }

    public void administer(Prescription prescription) {
        journey.send(SourceApplication.PLAN_DE_SOINS, metadata -> cloudEvent(
                        SourceApplication.PLAN_DE_SOINS, "MedicationAdministered", metadata, prescription)
                .with("dose", prescription.dosage())
                .toBytes());
    }

    public Prescription prescribeToAdminister(String code, String label, String dosage) {
        Prescription prescription = prescribe(code, label, dosage);
        journey.afterMinutes(30);
        journey.send(
                SourceApplication.ROBOT_PHARMACIE,
                metadata ->
                        CustomFormatMessageFactory.pharmacyTray(journey, metadata, "R" + prescription.number(), label));
        journey.afterMinutes(15);
        dispense(prescription, "1");
        journey.afterMinutes(30);
        administer(prescription);
        return prescription;
    }

    private CloudEventBuilder cloudEvent(
            SourceApplication application, String type, MessageMetadata metadata, Prescription prescription) {
        return CloudEventBuilder.of(application, type, metadata, journey.person(), journey.stay())
                .with(
                        "prescription",
                        CloudEventBuilder.identifier(IdentifierGenerator.ORDER_OID, prescription.number()))
                .with("product", CloudEventBuilder.coding(prescription.code(), prescription.label()));
    }
}
