package org.parcours.standalone.demo.scenario;

import java.time.Duration;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.masterdata.Person;
import org.parcours.standalone.demo.source.CatalogueStepSimulator.CareStepKind;
import org.parcours.standalone.demo.source.LaboratorySimulator.LaboratoryPanel;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;

/** A road accident: an unconscious, unidentified patient is recognised as a known patient and merged (A40). */
final class UnidentifiedPatientScenario extends Scenario {

    /** Keeps provisional IPPs apart from the other IPPs of a run. */
    private static final int PROVISIONAL_NUMBER_OFFSET = 5000;

    UnidentifiedPatientScenario() {
        super(PatientProfile.aged(19, 70), 10, Start.PLANNED);
    }

    @Override
    void play(PatientJourneyMessageGenerator journey) {
        Person known = journey.person();
        journey.identity().register();
        journey.afterMinutes(20);
        journey.laboratory().orderToResult(LaboratoryPanel.HBA1C);
        journey.afterDays(3);
        Person unknown = known.unidentified(journey.identifiers().ipp(PROVISIONAL_NUMBER_OFFSET + known.number()));
        journey.identifyAs(unknown);
        journey.identity().register();
        journey.admissions().register("E", HospitalUnit.URGENCES);
        journey.afterMinutes(2);
        journey.care()
                .reportDone(
                        CareStepKind.TRIAGE,
                        "Tri FRENCH niveau 1, déchocage",
                        "Accident de la voie publique, Glasgow 9");
        journey.laboratory().orderToResult(LaboratoryPanel.GROUPE);
        journey.imaging()
                .orderToReport(
                        "ZZQH033", "Scanner corps entier", "CT", "Fracture du fémur gauche, contusion splénique.");
        journey.care()
                .reportDone(
                        CareStepKind.TRANSFUSION,
                        "Deux concentrés de globules rouges",
                        "O négatif, urgence vitale immédiate");
        var operation = journey.surgery()
                .schedule("NBCA010", "Enclouage du fémur gauche", Duration.ofHours(1), Duration.ofMinutes(90));
        journey.admissions().hospitalise(HospitalUnit.REANIMATION);
        journey.afterHours(1);
        journey.surgery().start(operation);
        journey.afterMinutes(90);
        journey.surgery().complete(operation);
        journey.afterHours(9);
        journey.care().reportDone(CareStepKind.SOCIAL_CARE, "Recherche d'identité", "La famille s'est fait connaître");
        journey.identifyAs(known);
        journey.afterMinutes(20);
        journey.identity().merge(unknown);
        journey.afterMinutes(10);
        journey.identity().update();
        journey.afterHours(20);
        journey.laboratory().orderToResult(LaboratoryPanel.NFS);
        journey.admissions().transfer(HospitalUnit.ORTHOPEDIE);
        journey.afterDays(2);
        journey.care().reportDone(CareStepKind.PHYSIOTHERAPY, "Mise au fauteuil", "Sans appui");
        journey.care().reportDone(CareStepKind.DIETETICS, "Enrichissement des repas", "");
        journey.afterDays(2);
        journey.admissions().discharge();
        journey.afterMinutes(45);
        journey.letters()
                .deliver(journey.letters().issue("Polytraumatisme. Enclouage fémoral. Consultation à six semaines."));
    }
}
