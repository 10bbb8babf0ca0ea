package org.parcours.standalone.demo.scenario;

import java.time.Duration;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.LaboratorySimulator.LaboratoryPanel;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;
import org.parcours.standalone.demo.source.SimulatedFaultOrChange;

/**
 * Dialysis every second day. Variants 1 and 2: the department's server is down, one session is reported six hours late.
 */
final class DialysisScenario extends Scenario {

    DialysisScenario() {
        super(PatientProfile.aged(40, 85), 12, Start.PLANNED);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        journey.identity().register();
        journey.afterMinutes(15);
        journey.admissions().register("R", HospitalUnit.DIALYSE);
        for (int session = 1; session <= 5; session++) {
            var sitting = journey.care().plan(CareStepKind.DIALYSIS, "Hémodialyse, séance " + session);
            journey.afterMinutes(20);
            journey.care().begin(sitting);
            journey.laboratory().orderToResult(LaboratoryPanel.IONO);
            journey.afterHours(3);
            if (session == 3 && !journey.isUneventful()) {
                journey.delayNextMessage(Duration.ofHours(6), SimulatedFaultOrChange.LATE);
            }
            journey.care().finish(sitting, "Poids sec atteint, " + (1 + session % 3) + ",5 L ultrafiltrés");
            journey.medication().prescribeToAdminister("B03XA01", "Époétine alfa 4000 UI", "4000 UI en fin de séance");
            if (session == 2) {
                journey.care()
                        .reportDone(
                                CareStepKind.DIETETICS, "Point sur le potassium et les boissons", "Ration expliquée");
            }
            journey.care().reportDone(CareStepKind.TRANSPORT, "Retour en véhicule sanitaire léger", "");
            journey.afterDays(2);
        }
        journey.admissions().discharge();
    }
}
