package org.parcours.standalone.demo.scenario;

import java.time.Duration;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.LaboratorySimulator.LaboratoryPanel;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;

/** A yearly diabetes check-up. Variant 1: the patient misses the first appointment; variant 2: it is cancelled. */
final class OutpatientConsultationScenario extends Scenario {

    OutpatientConsultationScenario() {
        super(PatientProfile.aged(30, 80), 14, Start.PLANNED);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        journey.identity().register();
        journey.afterMinutes(5);
        var checkUp = journey.appointments()
                .book("Bilan annuel de diabétologie", Duration.ofDays(5), HospitalUnit.CONSULTATIONS);
        if (journey.isVariant(2)) {
            journey.afterDays(2);
            journey.appointments().cancel(checkUp);
            return;
        }
        if (journey.isVariant(1)) {
            journey.afterDays(5);
            journey.afterMinutes(45);
            journey.appointments().reportNoShow(checkUp);
            journey.afterDays(1);
            journey.appointments().book("Bilan annuel de diabétologie", Duration.ofDays(6), HospitalUnit.CONSULTATIONS);
        }
        journey.afterDays(4);
        journey.laboratory().orderToResult(LaboratoryPanel.HBA1C);
        journey.afterDays(1);
        journey.identity().update();
        journey.admissions().register("O", HospitalUnit.CONSULTATIONS);
        journey.afterMinutes(20);
        journey.care().reportDone(CareStepKind.FUNCTIONAL_EXAM, "Rétinographie", "Pas de rétinopathie");
        journey.care().reportDone(CareStepKind.DIETETICS, "Consultation diététique", "Index glycémique expliqué");
        journey.afterMinutes(30);
        journey.medication().prescribe("A10BA02", "Metformine 1000 mg", "1 comprimé matin et soir");
        journey.afterMinutes(10);
        journey.admissions().discharge();
        journey.afterMinutes(40);
        journey.letters().deliver(journey.letters().issue("Bilan annuel de diabète de type 2. Traitement inchangé."));
    }
}
