package org.parcours.standalone.demo.scenario;

import java.time.Duration;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.LaboratorySimulator.LaboratoryPanel;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;

/** A birth. Variant 1: the patient is sent home (the admission is cancelled) and comes back the next day. */
final class ChildbirthScenario extends Scenario {

    ChildbirthScenario() {
        super(PatientProfile.womanAged(21, 41), 9, Start.EMERGENCY);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        journey.identity().register();
        journey.appointments().book("Consultation du 9e mois", Duration.ofDays(2), HospitalUnit.MATERNITE);
        journey.afterDays(2);
        journey.admissions().register("O", HospitalUnit.MATERNITE);
        journey.imaging()
                .orderToReport("JNQM001", "Échographie obstétricale", "US", "Présentation céphalique, liquide normal.");
        journey.admissions().discharge();
        journey.afterDays(2);
        if (journey.isVariant(1)) {
            journey.admissions().admit(HospitalUnit.SALLE_NAISSANCE);
            journey.afterHours(2);
            journey.care().reportDone(CareStepKind.NURSING, "Monitoring fœtal", "Faux travail");
            journey.afterMinutes(20);
            journey.admissions().cancelAdmission("A01");
            journey.afterDays(1);
        }
        journey.admissions().admit(HospitalUnit.SALLE_NAISSANCE);
        journey.afterMinutes(30);
        journey.care().reportDone(CareStepKind.NURSING, "Monitoring fœtal", "Rythme normal, contractions régulières");
        journey.laboratory().orderToResult(LaboratoryPanel.GROUPE);
        journey.laboratory().orderToResult(LaboratoryPanel.HEMOSTASE);
        journey.afterHours(2);
        journey.medication().prescribeToAdminister("N01BB09", "Ropivacaïne péridurale", "2 mg/mL, débit 8 mL/h");
        journey.afterHours(4);
        journey.care().reportDone(CareStepKind.NURSING, "Naissance", "Enfant né à terme, Apgar 10/10");
        journey.afterHours(2);
        journey.admissions().transfer(HospitalUnit.MATERNITE);
        journey.afterHours(10);
        journey.care().reportDone(CareStepKind.NURSING, "Surveillance du post-partum", "Globe utérin de sécurité");
        journey.care().reportDone(CareStepKind.DIETETICS, "Conseil d'allaitement", "");
        journey.afterDays(1);
        journey.laboratory().orderToResult(LaboratoryPanel.NFS);
        journey.care()
                .reportDone(CareStepKind.SOCIAL_CARE, "Entretien du retour à domicile", "Sage-femme libérale trouvée");
        journey.afterDays(1);
        journey.admissions().discharge();
        journey.afterMinutes(30);
        journey.letters().deliver(journey.letters().issue("Accouchement par voie basse à terme. Suites simples."));
    }
}
