package org.parcours.standalone.demo.scenario;

import java.time.Duration;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.LaboratorySimulator.LaboratoryPanel;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;

/**
 * Appendicitis: emergency department, then surgery. Variant 1: a corrected blood count; variant 2: a cancelled
 * discharge.
 */
final class AppendicitisScenario extends Scenario {

    AppendicitisScenario() {
        super(PatientProfile.aged(12, 45), 4, Start.EMERGENCY);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        journey.admissions().register("E", HospitalUnit.URGENCES);
        journey.afterMinutes(6);
        journey.care()
                .reportDone(CareStepKind.TRIAGE, "Tri FRENCH niveau 3B", "Douleur en fosse iliaque droite, 38,4 °C");
        journey.afterMinutes(35);
        var count = journey.laboratory().order(LaboratoryPanel.NFS);
        var crp = journey.laboratory().order(LaboratoryPanel.CRP);
        journey.afterMinutes(10);
        journey.laboratory().collectSpecimen(count);
        journey.laboratory().collectSpecimen(crp);
        journey.afterMinutes(45);
        journey.laboratory().sendPreliminaryResult(count);
        journey.afterMinutes(15);
        journey.laboratory().sendFinalResult(count);
        journey.laboratory().sendFinalResult(crp);
        if (journey.isVariant(1)) {
            journey.afterMinutes(70);
            journey.laboratory().sendCorrectedResult(count);
        }
        journey.imaging()
                .orderToReport("ZCQM006", "Échographie abdominale", "US", "Appendice de 11 mm, non compressible.");
        journey.afterMinutes(30);
        var operation = journey.surgery()
                .schedule("HHFA001", "Appendicectomie par cœlioscopie", Duration.ofHours(5), Duration.ofMinutes(50));
        journey.admissions().hospitalise(HospitalUnit.VISCERAL);
        journey.afterMinutes(30);
        journey.medication().prescribeToAdminister("J01CR02", "Amoxicilline-acide clavulanique 2 g IV", "2 g");
        journey.afterHours(3);
        journey.care().reportDone(CareStepKind.TRANSPORT, "Brancardage vers le bloc", "Brancard");
        journey.afterMinutes(20);
        journey.surgery().start(operation);
        journey.afterMinutes(50);
        journey.surgery().complete(operation);
        journey.afterMinutes(30);
        journey.care().reportDone(CareStepKind.STERILISATION, "Boîte cœlioscopie n° 3", "À retraiter");
        journey.afterHours(8);
        journey.care()
                .reportDone(CareStepKind.NURSING, "Surveillance postopératoire", "Apyrétique, pansements propres");
        journey.medication().prescribeToAdminister("N02BE01", "Paracétamol 1 g", "1 g toutes les 6 heures");
        journey.afterDays(1);
        journey.admissions().discharge();
        if (journey.isVariant(2)) {
            journey.afterMinutes(30);
            journey.admissions().cancelDischarge();
            journey.afterHours(18);
            journey.care().reportDone(CareStepKind.NURSING, "Surveillance, fièvre à 38,6 °C", "Sortie différée");
            journey.afterHours(5);
            journey.admissions().discharge();
        }
        journey.afterMinutes(50);
        var letter = journey.letters().issue("Appendicectomie pour appendicite aiguë non compliquée.");
        journey.afterMinutes(10);
        journey.letters().deliver(letter);
        journey.afterDays(1);
        journey.care()
                .reportDone(
                        CareStepKind.PATHOLOGY,
                        "Appendice : examen anatomopathologique",
                        "Appendicite suppurée, sans tumeur");
    }
}
