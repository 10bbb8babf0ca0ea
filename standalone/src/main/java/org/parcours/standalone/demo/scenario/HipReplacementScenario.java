package org.parcours.standalone.demo.scenario;

import java.time.Duration;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.LaboratorySimulator.LaboratoryPanel;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;
import org.parcours.standalone.demo.source.SimulatedFaultOrChange;

/**
 * An elective hip replacement, from the consultation to rehabilitation. Variant 0: a late discharge message; variant 1:
 * a rescheduled appointment and a cancelled transfer; variant 2: a resent transfer.
 */
final class HipReplacementScenario extends Scenario {

    HipReplacementScenario() {
        super(PatientProfile.aged(58, 86), 18, Start.PLANNED);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        journey.identity().register();
        journey.afterMinutes(5);
        var consultation = journey.appointments()
                .book("Consultation de chirurgie orthopédique", Duration.ofDays(2), HospitalUnit.CONSULTATIONS);
        journey.afterMinutes(30);
        var anaesthesia = journey.appointments()
                .book("Consultation d'anesthésie", Duration.ofDays(4), HospitalUnit.CONSULTATIONS);
        journey.afterDays(1);
        if (journey.isVariant(1)) {
            anaesthesia = journey.appointments().reschedule(anaesthesia, Duration.ofDays(1));
        }
        journey.imaging().orderToReport("NEQK010", "Radiographie de la hanche", "DX", "Coxarthrose droite évoluée.");
        journey.afterDays(1);
        journey.admissions().register("O", HospitalUnit.CONSULTATIONS);
        journey.afterMinutes(45);
        journey.admissions().discharge();
        journey.afterMinutes(20);
        var operation = journey.surgery()
                .schedule("NEKA020", "Prothèse totale de hanche droite", Duration.ofDays(8), Duration.ofMinutes(100));
        journey.admissions().preAdmit(HospitalUnit.ORTHOPEDIE, Duration.ofDays(7));
        journey.afterDays(3);
        journey.laboratory().orderToResult(LaboratoryPanel.GROUPE);
        journey.laboratory().orderToResult(LaboratoryPanel.HEMOSTASE);
        journey.afterDays(4);
        journey.admissions().admit(HospitalUnit.ORTHOPEDIE);
        journey.afterMinutes(40);
        journey.care()
                .reportDone(CareStepKind.NURSING, "Recueil de données d'entrée", "Douleur 3/10 à la mobilisation");
        var premedication = journey.medication().prescribe("B01AB05", "Énoxaparine 4000 UI", "4000 UI le soir");
        journey.afterHours(2);
        journey.medication().dispense(premedication, "5 seringues");
        journey.afterHours(1);
        journey.medication().administer(premedication);
        var instruments = journey.care().plan(CareStepKind.STERILISATION, "Boîte PTH n° 7");
        journey.afterHours(10);
        journey.care().finish(instruments, "Cycle prion 134 °C conforme");
        journey.afterHours(3);
        journey.care().reportDone(CareStepKind.TRANSPORT, "Brancardage vers le bloc", "Lit");
        journey.afterMinutes(15);
        journey.surgery().start(operation);
        journey.afterMinutes(100);
        journey.surgery().complete(operation);
        journey.afterMinutes(90);
        journey.care().reportDone(CareStepKind.TRANSPORT, "Retour en chambre", "Lit");
        journey.imaging()
                .orderToReport(
                        "NEQK010", "Radiographie de contrôle de la hanche", "DX", "Prothèse en place, sans luxation.");
        journey.afterHours(6);
        journey.medication().prescribeToAdminister("N02BE01", "Paracétamol 1 g", "1 g toutes les 6 heures");
        journey.afterHours(12);
        journey.laboratory().orderToResult(LaboratoryPanel.NFS);
        journey.care().reportDone(CareStepKind.PHYSIOTHERAPY, "Premier lever", "Appui complet, deux cannes");
        journey.afterDays(1);
        journey.care().reportDone(CareStepKind.PHYSIOTHERAPY, "Marche en couloir", "40 mètres");
        journey.care().reportDone(CareStepKind.SOCIAL_CARE, "Préparation de la sortie", "Place demandée en SSR");
        journey.afterDays(1);
        if (journey.isVariant(1)) {
            journey.admissions().transfer(HospitalUnit.VISCERAL);
            journey.afterMinutes(25);
            journey.admissions().cancelTransfer();
        }
        journey.afterHours(3);
        journey.admissions().transfer(HospitalUnit.SSR);
        if (journey.isVariant(2)) {
            journey.afterMinutes(50);
            journey.admissions().resendMovement("ADT^A02^ADT_A02", Duration.ofHours(2));
        }
        journey.afterDays(1);
        journey.care().reportDone(CareStepKind.PHYSIOTHERAPY, "Rééducation à la marche et aux escaliers", "Autonome");
        journey.afterDays(2);
        var letter =
                journey.letters().issue("Prothèse totale de hanche droite. Suites simples. Anticoagulation 35 jours.");
        journey.afterMinutes(40);
        if (journey.isVariant(0)) {
            journey.delayNextMessage(Duration.ofHours(4), SimulatedFaultOrChange.LATE);
        }
        journey.admissions().discharge();
        journey.afterMinutes(20);
        journey.letters().deliver(letter);
    }
}
