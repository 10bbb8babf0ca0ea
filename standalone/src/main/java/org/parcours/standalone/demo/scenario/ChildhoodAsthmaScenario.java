package org.parcours.standalone.demo.scenario;

import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.LaboratorySimulator.LaboratoryPanel;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;

/** A child's asthma attack, two nights at most. Variant 1: no discharge letter, so the work list shows the stay. */
final class ChildhoodAsthmaScenario extends Scenario {

    ChildhoodAsthmaScenario() {
        super(PatientProfile.aged(3, 14), 3, Start.EMERGENCY);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        journey.admissions().register("E", HospitalUnit.URGENCES);
        journey.afterMinutes(5);
        journey.care().reportDone(CareStepKind.TRIAGE, "Tri FRENCH niveau 2", "SpO2 91 %, tirage");
        var salbutamol =
                journey.medication().prescribe("R03AC02", "Salbutamol nébulisé 2,5 mg", "2,5 mg toutes les 20 minutes");
        for (int dose = 1; dose <= 3; dose++) {
            journey.afterMinutes(20);
            journey.medication().administer(salbutamol);
        }
        journey.imaging().orderToReport("ZBQK002", "Radiographie du thorax", "DX", "Distension, pas de foyer.");
        journey.admissions().hospitalise(HospitalUnit.PEDIATRIE);
        journey.medication().prescribeToAdminister("H02AB06", "Prednisolone 20 mg", "1 mg/kg le matin");
        journey.laboratory().orderToResult(LaboratoryPanel.CRP);
        journey.afterHours(10);
        journey.care().reportDone(CareStepKind.NURSING, "Surveillance respiratoire", "SpO2 96 % en air ambiant");
        journey.care().reportDone(CareStepKind.PHYSIOTHERAPY, "Kinésithérapie respiratoire", "");
        journey.afterHours(14);
        journey.care().reportDone(CareStepKind.FUNCTIONAL_EXAM, "Spirométrie", "VEMS 84 % de la théorique");
        journey.care()
                .reportDone(CareStepKind.NURSING, "Éducation thérapeutique : chambre d'inhalation", "Parents à l'aise");
        journey.afterHours(3);
        journey.admissions().discharge();
        if (!journey.isVariant(1)) {
            journey.afterHours(1);
            journey.letters().deliver(journey.letters().issue("Exacerbation d'asthme modérée. Plan d'action remis."));
        }
    }
}
