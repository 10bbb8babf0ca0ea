package org.parcours.standalone.demo.journey;

import java.time.Duration;
import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Laboratory.Panel;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** Chest pain, a coronary angiography, cardiology. Once the time of the transfer was corrected afterwards (Z99). */
final class ChestPain implements Journey {

    @Override
    public Who who() {
        return Who.aged(44, 82);
    }

    @Override
    public int days() {
        return 6;
    }

    @Override
    public boolean planned() {
        return false;
    }

    @Override
    public void play(Script script) {
        script.admissions().register("E", Unit.URGENCES);
        script.afterMinutes(4);
        script.care().done(Kind.TRIAGE, "Tri FRENCH niveau 2", "Douleur thoracique constrictive");
        script.afterMinutes(5);
        script.care().done(Kind.FUNCTIONAL_EXAM, "Électrocardiogramme 12 dérivations", "Sous-décalage en latéral");
        var first = script.laboratory().order(Panel.TROPONINE);
        script.afterMinutes(8);
        script.laboratory().collect(first);
        script.afterMinutes(40);
        script.laboratory().result(first);
        script.medication().wholly("B01AC06", "Acide acétylsalicylique 250 mg IV", "250 mg");
        script.afterHours(2);
        script.laboratory().wholly(Panel.TROPONINE);
        script.admissions().hospitalise(Unit.USIC);
        script.afterMinutes(30);
        script.care().done(Kind.TRANSPORT, "Transfert scopé vers l'USIC", "Avec infirmier");
        script.laboratory().wholly(Panel.IONO);
        script.afterHours(8);
        script.imaging()
                .wholly(
                        "DDQH009",
                        "Coronarographie",
                        "XA",
                        "Sténose serrée de l'IVA moyenne, angioplastie avec stent actif.");
        script.afterHours(6);
        script.care().done(Kind.FUNCTIONAL_EXAM, "Échocardiographie", "FEVG 52 %");
        script.medication().wholly("B01AC24", "Ticagrélor 90 mg", "90 mg matin et soir");
        script.afterDays(1);
        script.admissions().transfer(Unit.CARDIOLOGIE);
        if (script.variant(1)) {
            script.afterHours(1);
            script.admissions().correct("A02", Duration.ofMinutes(90));
        }
        script.afterHours(3);
        script.admissions().changeDoctor(script.anyDoctor());
        script.care().done(Kind.DIETETICS, "Conseil diététique cardiovasculaire", "Repas type remis");
        script.afterDays(1);
        script.care().done(Kind.PHYSIOTHERAPY, "Reprise de la marche", "Bien tolérée");
        script.afterHours(20);
        script.admissions().discharge();
        script.afterMinutes(30);
        var letter = script.letters()
                .issue("Syndrome coronarien aigu, angioplastie de l'IVA. Double antiagrégation 12 mois.");
        if (script.variant(2)) {
            script.afterHours(2);
            letter = script.letters()
                    .replace(letter, "Syndrome coronarien aigu, angioplastie de l'IVA moyenne. Ticagrélor 12 mois.");
        }
        script.afterMinutes(10);
        script.letters().deliver(letter);
    }
}
