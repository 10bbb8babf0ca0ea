package org.parcours.standalone.demo.scenario;

import java.time.Duration;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.LaboratorySimulator.LaboratoryPanel;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;

/**
 * Chest pain, coronary angiography, cardiology. Variant 1: a corrected transfer time (Z99); variant 2: a replaced
 * letter.
 */
final class ChestPainScenario extends Scenario {

    ChestPainScenario() {
        super(PatientProfile.aged(44, 82), 6, Start.EMERGENCY);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        journey.admissions().register("E", HospitalUnit.URGENCES);
        journey.afterMinutes(4);
        journey.care().reportDone(CareStepKind.TRIAGE, "Tri FRENCH niveau 2", "Douleur thoracique constrictive");
        journey.afterMinutes(5);
        journey.care()
                .reportDone(
                        CareStepKind.FUNCTIONAL_EXAM, "Électrocardiogramme 12 dérivations", "Sous-décalage en latéral");
        var first = journey.laboratory().order(LaboratoryPanel.TROPONINE);
        journey.afterMinutes(8);
        journey.laboratory().collectSpecimen(first);
        journey.afterMinutes(40);
        journey.laboratory().sendFinalResult(first);
        journey.medication().prescribeToAdminister("B01AC06", "Acide acétylsalicylique 250 mg IV", "250 mg");
        journey.afterHours(2);
        journey.laboratory().orderToResult(LaboratoryPanel.TROPONINE);
        journey.admissions().hospitalise(HospitalUnit.USIC);
        journey.afterMinutes(30);
        journey.care().reportDone(CareStepKind.TRANSPORT, "Transfert scopé vers l'USIC", "Avec infirmier");
        journey.laboratory().orderToResult(LaboratoryPanel.IONO);
        journey.afterHours(8);
        journey.imaging()
                .orderToReport(
                        "DDQH009",
                        "Coronarographie",
                        "XA",
                        "Sténose serrée de l'IVA moyenne, angioplastie avec stent actif.");
        journey.afterHours(6);
        journey.care().reportDone(CareStepKind.FUNCTIONAL_EXAM, "Échocardiographie", "FEVG 52 %");
        journey.medication().prescribeToAdminister("B01AC24", "Ticagrélor 90 mg", "90 mg matin et soir");
        journey.afterDays(1);
        journey.admissions().transfer(HospitalUnit.CARDIOLOGIE);
        if (journey.isVariant(1)) {
            journey.afterHours(1);
            journey.admissions().correctMovement("A02", Duration.ofMinutes(90));
        }
        journey.afterHours(3);
        journey.admissions().changeDoctor(journey.randomDoctor());
        journey.care().reportDone(CareStepKind.DIETETICS, "Conseil diététique cardiovasculaire", "Repas type remis");
        journey.afterDays(1);
        journey.care().reportDone(CareStepKind.PHYSIOTHERAPY, "Reprise de la marche", "Bien tolérée");
        journey.afterHours(20);
        journey.admissions().discharge();
        journey.afterMinutes(30);
        var letter = journey.letters()
                .issue("Syndrome coronarien aigu, angioplastie de l'IVA. Double antiagrégation 12 mois.");
        if (journey.isVariant(2)) {
            journey.afterHours(2);
            letter = journey.letters()
                    .replace(letter, "Syndrome coronarien aigu, angioplastie de l'IVA moyenne. Ticagrélor 12 mois.");
        }
        journey.afterMinutes(10);
        journey.letters().deliver(letter);
    }
}
