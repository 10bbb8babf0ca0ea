package org.parcours.standalone.demo.journey;

import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Laboratory.Panel;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** A foot ulcer: a long stay with daily care, a weekend at home, and many hands. */
final class DiabeticFoot implements Journey {

    @Override
    public Who who() {
        return Who.aged(50, 82);
    }

    @Override
    public int days() {
        return 13;
    }

    @Override
    public void play(Script script) {
        script.identity().register();
        script.admissions().admit(Unit.DIABETO);
        script.afterMinutes(40);
        script.care().done(Kind.NURSING, "Recueil de données d'entrée", "Mal perforant plantaire droit, 2 cm");
        script.laboratory().wholly(Panel.HBA1C);
        script.laboratory().wholly(Panel.CRP);
        script.imaging().wholly("NDQK001", "Radiographie du pied", "DX", "Pas d'ostéite visible.");
        var insulin = script.medication().prescribe("A10AE04", "Insuline glargine", "18 UI le soir");
        for (int day = 1; day <= 6; day++) {
            script.afterDays(1);
            script.care().done(Kind.NURSING, "Pansement complexe", "Détersion, jour " + day);
            script.medication().administer(insulin);
            if (day == 2) {
                script.care().done(Kind.DIETETICS, "Enquête alimentaire", "1800 kcal");
            }
            if (day == 3) {
                script.imaging()
                        .wholly(
                                "EDQM001",
                                "Écho-Doppler artériel des membres inférieurs",
                                "US",
                                "Sténose fémorale de 50 %.");
            }
            if (day == 4) {
                script.admissions().leave();
                script.afterDays(1);
                script.afterHours(8);
                script.admissions().comeBack();
            }
        }
        script.care().done(Kind.SOCIAL_CARE, "Hospitalisation à domicile", "Accord du prestataire");
        script.afterHours(20);
        script.admissions().discharge();
        if (script.variant(1)) {
            script.afterMinutes(35);
            script.admissions().resend("ADT^A03^ADT_A03", java.time.Duration.ofHours(3));
        }
        script.afterHours(1);
        script.letters().deliver(script.letters().issue("Mal perforant plantaire. Décharge et pansements en HAD."));
    }
}
