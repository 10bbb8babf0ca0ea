package org.parcours.standalone.demo.source;

import org.parcours.standalone.demo.world.Doctor;
import org.parcours.standalone.demo.world.Numbers;

/** Medicines: prescribed by a doctor, dispensed by the pharmacy, given by a nurse; three applications. */
public final class Medication {

    private final Script script;

    Medication(Script script) {
        this.script = script;
    }

    public record Prescription(String number, String code, String label, String dosage, Doctor prescriber) {}

    /** @param code of the ATC classification */
    public Prescription prescribe(String code, String label, String dosage) {
        Prescription prescription = new Prescription(script.number("O"), code, label, dosage, script.anyDoctor());
        script.tell(SourceApplication.PRESCRIPTION, telling -> fact(
                        SourceApplication.PRESCRIPTION, "MedicationPrescribed", telling, prescription)
                .with("dosage", dosage)
                .with("prescriber", Fact.practitioner(prescription.prescriber()))
                .bytes());
        return prescription;
    }

    public void dispense(Prescription prescription, String quantity) {
        script.tell(SourceApplication.PHARMACIE, telling -> fact(
                        SourceApplication.PHARMACIE, "MedicationDispensed", telling, prescription)
                .with("quantity", quantity)
                .bytes());
    }

    public void administer(Prescription prescription) {
        script.tell(SourceApplication.PLAN_DE_SOINS, telling -> fact(
                        SourceApplication.PLAN_DE_SOINS, "MedicationAdministered", telling, prescription)
                .with("dose", prescription.dosage())
                .bytes());
    }

    public Prescription wholly(String code, String label, String dosage) {
        Prescription prescription = prescribe(code, label, dosage);
        script.afterMinutes(30);
        script.tell(
                SourceApplication.ROBOT_PHARMACIE,
                telling -> OwnWords.tray(script, telling, "R" + prescription.number(), label));
        script.afterMinutes(15);
        dispense(prescription, "1");
        script.afterMinutes(30);
        administer(prescription);
        return prescription;
    }

    private Fact fact(SourceApplication from, String type, Telling telling, Prescription prescription) {
        return Fact.of(from, type, telling, script.person(), script.stay())
                .with("prescription", Fact.identifier(Numbers.ORDER, prescription.number()))
                .with("product", Fact.coding(prescription.code(), prescription.label()));
    }
}
