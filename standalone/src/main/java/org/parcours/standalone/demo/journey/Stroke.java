package org.parcours.standalone.demo.journey;

import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Laboratory.Panel;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** A stroke: minutes count, then weeks. The weekend before going home is a leave of absence. */
final class Stroke implements Journey {

    @Override
    public Who who() {
        return Who.aged(55, 90);
    }

    @Override
    public int days() {
        return 16;
    }

    @Override
    public boolean planned() {
        return false;
    }

    @Override
    public void play(Script script) {
        script.admissions().register("E", Unit.URGENCES);
        script.afterMinutes(3);
        script.care()
                .done(Kind.TRIAGE, "Tri FRENCH niveau 1, alerte thrombolyse", "Hémiparésie droite, aphasie, NIHSS 11");
        var mri = script.imaging().order("ACQJ002", "IRM cérébrale", "MR");
        script.laboratory().wholly(Panel.HEMOSTASE);
        script.imaging().perform(mri);
        script.afterMinutes(12);
        script.imaging().report(mri, "Infarctus sylvien gauche récent, FLAIR négatif.");
        script.medication().wholly("B01AD02", "Altéplase 0,9 mg/kg", "10 % en bolus, le reste en une heure");
        script.admissions().hospitalise(Unit.UNV);
        script.afterHours(3);
        script.care().done(Kind.NURSING, "Surveillance neurologique horaire", "NIHSS 7");
        script.afterHours(20);
        script.imaging().wholly("ACQK001", "Scanner cérébral de contrôle", "CT", "Pas de transformation hémorragique.");
        script.care().done(Kind.FUNCTIONAL_EXAM, "Holter ECG de 24 heures", "Fibrillation atriale paroxystique");
        if (script.variant(1)) {
            script.imaging().cancel(script.imaging().order("ACQN001", "IRM cérébrale de contrôle", "MR"));
        }
        script.afterDays(1);
        script.care().done(Kind.PHYSIOTHERAPY, "Mobilisation du membre supérieur", "Début de récupération");
        script.care().done(Kind.DIETETICS, "Test de déglutition", "Texture mixée");
        script.afterDays(2);
        script.admissions().transfer(Unit.NEUROLOGIE);
        script.medication().wholly("B01AF02", "Apixaban 5 mg", "5 mg matin et soir");
        script.afterDays(2);
        script.care().done(Kind.SOCIAL_CARE, "Évaluation du domicile", "Barre d'appui à poser");
        script.admissions().transfer(Unit.SSR);
        script.afterDays(2);
        script.care().done(Kind.PHYSIOTHERAPY, "Rééducation de la marche", "Périmètre 200 m");
        script.afterDays(1);
        script.admissions().leave();
        script.afterDays(2);
        script.admissions().comeBack();
        script.afterDays(2);
        script.care().done(Kind.PHYSIOTHERAPY, "Bilan de sortie", "Autonome à l'intérieur");
        script.admissions().discharge();
        script.afterHours(2);
        script.letters().deliver(script.letters().issue("AVC ischémique sylvien gauche thrombolysé sur FA. Apixaban."));
    }
}
