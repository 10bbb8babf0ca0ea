package org.parcours.standalone.demo.scenario;

import java.time.Duration;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.LaboratorySimulator.LaboratoryPanel;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;

/** A foot ulcer: a long stay with daily care by several departments and a leave. Variant 1: the discharge is resent. */
final class DiabeticFootScenario extends Scenario {

    DiabeticFootScenario() {
        super(PatientProfile.aged(50, 82), 13, Start.PLANNED);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        journey.identity().register();
        journey.admissions().admit(HospitalUnit.DIABETO);
        journey.afterMinutes(40);
        journey.care()
                .reportDone(CareStepKind.NURSING, "Recueil de données d'entrée", "Mal perforant plantaire droit, 2 cm");
        journey.laboratory().orderToResult(LaboratoryPanel.HBA1C);
        journey.laboratory().orderToResult(LaboratoryPanel.CRP);
        journey.imaging().orderToReport("NDQK001", "Radiographie du pied", "DX", "Pas d'ostéite visible.");
        var insulin = journey.medication().prescribe("A10AE04", "Insuline glargine", "18 UI le soir");
        for (int day = 1; day <= 6; day++) {
            journey.afterDays(1);
            journey.care().reportDone(CareStepKind.NURSING, "Pansement complexe", "Détersion, jour " + day);
            journey.medication().administer(insulin);
            if (day == 2) {
                journey.care().reportDone(CareStepKind.DIETETICS, "Enquête alimentaire", "1800 kcal");
            }
            if (day == 3) {
                journey.imaging()
                        .orderToReport(
                                "EDQM001",
                                "Écho-Doppler artériel des membres inférieurs",
                                "US",
                                "Sténose fémorale de 50 %.");
            }
            if (day == 4) {
                journey.admissions().startLeave();
                journey.afterDays(1);
                journey.afterHours(8);
                journey.admissions().endLeave();
            }
        }
        journey.care().reportDone(CareStepKind.SOCIAL_CARE, "Hospitalisation à domicile", "Accord du prestataire");
        journey.afterHours(20);
        journey.admissions().discharge();
        if (journey.isVariant(1)) {
            journey.afterMinutes(35);
            journey.admissions().resendMovement("ADT^A03^ADT_A03", Duration.ofHours(3));
        }
        journey.afterHours(1);
        journey.letters().deliver(journey.letters().issue("Mal perforant plantaire. Décharge et pansements en HAD."));
    }
}
