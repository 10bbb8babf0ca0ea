package org.parcours.standalone.demo.scenario;

import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.LaboratorySimulator.LaboratoryPanel;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;

/**
 * A stroke: emergency treatment, then rehabilitation, with a leave before the discharge. Variant 1: a cancelled MRI.
 */
final class StrokeScenario extends Scenario {

    StrokeScenario() {
        super(PatientProfile.aged(55, 90), 16, Start.EMERGENCY);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        journey.admissions().register("E", HospitalUnit.URGENCES);
        journey.afterMinutes(3);
        journey.care()
                .reportDone(
                        CareStepKind.TRIAGE,
                        "Tri FRENCH niveau 1, alerte thrombolyse",
                        "Hémiparésie droite, aphasie, NIHSS 11");
        var mri = journey.imaging().order("ACQJ002", "IRM cérébrale", "MR");
        journey.laboratory().orderToResult(LaboratoryPanel.HEMOSTASE);
        journey.imaging().perform(mri);
        journey.afterMinutes(12);
        journey.imaging().report(mri, "Infarctus sylvien gauche récent, FLAIR négatif.");
        journey.medication()
                .prescribeToAdminister("B01AD02", "Altéplase 0,9 mg/kg", "10 % en bolus, le reste en une heure");
        journey.admissions().hospitalise(HospitalUnit.UNV);
        journey.afterHours(3);
        journey.care().reportDone(CareStepKind.NURSING, "Surveillance neurologique horaire", "NIHSS 7");
        journey.afterHours(20);
        journey.imaging()
                .orderToReport("ACQK001", "Scanner cérébral de contrôle", "CT", "Pas de transformation hémorragique.");
        journey.care()
                .reportDone(
                        CareStepKind.FUNCTIONAL_EXAM, "Holter ECG de 24 heures", "Fibrillation atriale paroxystique");
        if (journey.isVariant(1)) {
            journey.imaging().cancel(journey.imaging().order("ACQN001", "IRM cérébrale de contrôle", "MR"));
        }
        journey.afterDays(1);
        journey.care()
                .reportDone(CareStepKind.PHYSIOTHERAPY, "Mobilisation du membre supérieur", "Début de récupération");
        journey.care().reportDone(CareStepKind.DIETETICS, "Test de déglutition", "Texture mixée");
        journey.afterDays(2);
        journey.admissions().transfer(HospitalUnit.NEUROLOGIE);
        journey.medication().prescribeToAdminister("B01AF02", "Apixaban 5 mg", "5 mg matin et soir");
        journey.afterDays(2);
        journey.care().reportDone(CareStepKind.SOCIAL_CARE, "Évaluation du domicile", "Barre d'appui à poser");
        journey.admissions().transfer(HospitalUnit.SSR);
        journey.afterDays(2);
        journey.care().reportDone(CareStepKind.PHYSIOTHERAPY, "Rééducation de la marche", "Périmètre 200 m");
        journey.afterDays(1);
        journey.admissions().startLeave();
        journey.afterDays(2);
        journey.admissions().endLeave();
        journey.afterDays(2);
        journey.care().reportDone(CareStepKind.PHYSIOTHERAPY, "Bilan de sortie", "Autonome à l'intérieur");
        journey.admissions().discharge();
        journey.afterHours(2);
        journey.letters()
                .deliver(journey.letters().issue("AVC ischémique sylvien gauche thrombolysé sur FA. Apixaban."));
    }
}
