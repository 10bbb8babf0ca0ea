package org.parcours.standalone.demo.scenario;

import java.time.Duration;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;
import org.parcours.standalone.demo.source.SimulatedFaultOrChange;

/**
 * Day surgery: admission at eight, discharge at noon. Variant 1: the admission is reported in the afternoon; variant 2:
 * the operation is cancelled.
 */
final class CataractScenario extends Scenario {

    CataractScenario() {
        super(PatientProfile.aged(62, 90), 8, Start.PLANNED);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        journey.identity().register();
        journey.afterMinutes(10);
        var operation = journey.surgery()
                .schedule(
                        "BFGA004", "Extraction du cristallin, œil gauche", Duration.ofDays(6), Duration.ofMinutes(20));
        journey.admissions().preAdmit(HospitalUnit.AMBULATOIRE, Duration.ofDays(6));
        journey.afterDays(2);
        journey.care().reportDone(CareStepKind.FUNCTIONAL_EXAM, "Biométrie oculaire", "Implant + 21,5 D");
        if (journey.isVariant(2)) {
            journey.afterDays(1);
            journey.surgery().cancel(operation);
            journey.afterMinutes(15);
            journey.admissions().cancelPreAdmission();
            return;
        }
        journey.afterDays(4);
        if (journey.isVariant(1)) {
            journey.delayNextMessage(Duration.ofHours(8), SimulatedFaultOrChange.OUT_OF_ORDER);
        }
        journey.admissions().admit(HospitalUnit.AMBULATOIRE);
        journey.afterMinutes(50);
        journey.medication().prescribeToAdminister("S01FA06", "Tropicamide collyre", "1 goutte");
        journey.surgery().start(operation);
        journey.afterMinutes(20);
        journey.surgery().complete(operation);
        journey.care().reportDone(CareStepKind.STERILISATION, "Boîte cataracte n° 12", "À retraiter");
        journey.afterHours(2);
        journey.care().reportDone(CareStepKind.NURSING, "Aptitude à la rue", "Score 10/10");
        journey.admissions().discharge();
        journey.afterMinutes(15);
        journey.letters().deliver(journey.letters().issue("Cataracte de l'œil gauche opérée. Collyres un mois."));
        journey.afterDays(1);
        journey.care().reportDone(CareStepKind.NURSING, "Appel du lendemain", "Pas de douleur");
    }
}
