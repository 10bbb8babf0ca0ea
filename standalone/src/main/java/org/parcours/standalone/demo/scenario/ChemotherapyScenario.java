package org.parcours.standalone.demo.scenario;

import java.time.Duration;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.LaboratorySimulator.LaboratoryPanel;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;
import org.parcours.standalone.demo.source.SimulatedFaultOrChange;

/**
 * Three chemotherapy cycles in the day hospital. Variants 1 and 2: the second cycle is postponed because of the blood
 * count; variant 1: the admission of the first cycle is reported after its discharge.
 */
final class ChemotherapyScenario extends Scenario {

    ChemotherapyScenario() {
        super(PatientProfile.womanAged(36, 78), 36, Start.PLANNED);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        journey.identity().register();
        journey.afterMinutes(10);
        journey.care()
                .reportDone(CareStepKind.PATHOLOGY, "Biopsie mammaire", "Carcinome canalaire infiltrant, HER2 négatif");
        journey.imaging()
                .orderToReport("ZBQK001", "Scanner thoraco-abdomino-pelvien", "CT", "Pas de lésion à distance.");
        for (int cycle = 1; cycle <= 3; cycle++) {
            var session = journey.appointments()
                    .book("Chimiothérapie, cycle " + cycle, Duration.ofDays(4), HospitalUnit.ONCOLOGIE);
            journey.afterDays(2);
            journey.laboratory().orderToResult(LaboratoryPanel.NFS);
            if (cycle == 2 && !journey.isUneventful()) {
                journey.appointments().cancel(session);
                journey.care()
                        .cancel(
                                journey.care().plan(CareStepKind.CHEMOTHERAPY, "EC, cycle 2"),
                                "Neutropénie, reporté d'une semaine");
                journey.afterDays(5);
                session = journey.appointments()
                        .book("Chimiothérapie, cycle 2", Duration.ofDays(2), HospitalUnit.ONCOLOGIE);
            }
            journey.afterDays(2);
            dayHospitalSession(journey, cycle);
            journey.afterDays(4);
        }
        var letter = journey.letters().issue("Trois cycles d'EC. Tolérance correcte. Réévaluation par imagerie.");
        journey.afterMinutes(25);
        journey.letters().deliver(letter);
    }

    private static void dayHospitalSession(PatientJourneyMessageGenerator journey, int cycle) {
        if (cycle == 1 && journey.isVariant(1)) {
            journey.delayNextMessage(Duration.ofHours(7), SimulatedFaultOrChange.OUT_OF_ORDER);
        }
        journey.admissions().register("R", HospitalUnit.ONCOLOGIE);
        journey.afterMinutes(30);
        var course = journey.care().plan(CareStepKind.CHEMOTHERAPY, "EC, cycle " + cycle);
        journey.afterMinutes(40);
        journey.care().begin(course);
        journey.medication().prescribeToAdminister("A04AA01", "Ondansétron 8 mg", "8 mg avant la perfusion");
        journey.afterHours(2);
        journey.care().finish(course, "100 % de la dose");
        journey.care()
                .reportDone(CareStepKind.NURSING, "Surveillance de la chambre implantable", "Reflux veineux présent");
        journey.afterMinutes(30);
        journey.admissions().discharge();
    }
}
