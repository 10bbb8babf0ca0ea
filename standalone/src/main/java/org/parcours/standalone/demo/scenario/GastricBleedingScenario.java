package org.parcours.standalone.demo.scenario;

import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.LaboratorySimulator.LaboratoryPanel;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;

/** A bleeding ulcer: transfusion at night, endoscopy in the morning. Variant 1: a cancelled laboratory order. */
final class GastricBleedingScenario extends Scenario {

    GastricBleedingScenario() {
        super(PatientProfile.aged(48, 84), 5, Start.EMERGENCY);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        journey.admissions().register("E", HospitalUnit.URGENCES);
        journey.afterMinutes(5);
        journey.care().reportDone(CareStepKind.TRIAGE, "Tri FRENCH niveau 2", "Méléna, 95/60 mmHg");
        journey.laboratory().orderToResult(LaboratoryPanel.NFS);
        var crossMatch = journey.laboratory().order(LaboratoryPanel.GROUPE);
        journey.laboratory().collectSpecimen(crossMatch);
        journey.afterMinutes(40);
        journey.laboratory().sendFinalResult(crossMatch);
        var units = journey.care().plan(CareStepKind.TRANSFUSION, "Trois concentrés de globules rouges");
        journey.medication().prescribeToAdminister("A02BC02", "Pantoprazole 80 mg IV", "80 mg puis 8 mg/h");
        journey.admissions().hospitalise(HospitalUnit.UHCD);
        journey.care().begin(units);
        journey.afterHours(3);
        journey.care().finish(units, "Sans effet indésirable");
        if (journey.isVariant(1)) {
            journey.laboratory().cancel(journey.laboratory().order(LaboratoryPanel.HEMOSTASE));
        }
        journey.afterHours(5);
        journey.care()
                .reportDone(
                        CareStepKind.FUNCTIONAL_EXAM,
                        "Endoscopie œsogastroduodénale",
                        "Ulcère bulbaire Forrest IIa, clip");
        journey.admissions().transfer(HospitalUnit.GASTRO);
        journey.afterHours(12);
        journey.laboratory().orderToResult(LaboratoryPanel.NFS);
        journey.care().reportDone(CareStepKind.DIETETICS, "Reprise alimentaire", "Liquides puis mixé");
        journey.afterDays(2);
        journey.care().reportDone(CareStepKind.PATHOLOGY, "Biopsies gastriques", "Helicobacter pylori présent");
        journey.medication().prescribe("A02BD", "Quadrithérapie bismuthée", "10 jours");
        journey.afterHours(6);
        journey.admissions().discharge();
        journey.afterMinutes(30);
        journey.letters()
                .deliver(journey.letters().issue("Hémorragie digestive haute sur ulcère bulbaire. Éradication."));
    }
}
