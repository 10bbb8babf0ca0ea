package org.parcours.standalone.demo.journey;

import java.time.Duration;
import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Laboratory.Panel;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** A birth. Once she was sent home (the admission is cancelled) and came back the next day. */
final class Childbirth implements Journey {

    @Override
    public Who who() {
        return Who.womanAged(21, 41);
    }

    @Override
    public int days() {
        return 9;
    }

    @Override
    public boolean planned() {
        return false;
    }

    @Override
    public void play(Script script) {
        script.identity().register();
        script.appointments().book("Consultation du 9e mois", Duration.ofDays(2), Unit.MATERNITE);
        script.afterDays(2);
        script.admissions().register("O", Unit.MATERNITE);
        script.imaging()
                .wholly("JNQM001", "Échographie obstétricale", "US", "Présentation céphalique, liquide normal.");
        script.admissions().discharge();
        script.afterDays(2);
        if (script.variant(1)) {
            script.admissions().admit(Unit.SALLE_NAISSANCE);
            script.afterHours(2);
            script.care().done(Kind.NURSING, "Monitoring fœtal", "Faux travail");
            script.afterMinutes(20);
            script.admissions().cancelAdmission("A01");
            script.afterDays(1);
        }
        script.admissions().admit(Unit.SALLE_NAISSANCE);
        script.afterMinutes(30);
        script.care().done(Kind.NURSING, "Monitoring fœtal", "Rythme normal, contractions régulières");
        script.laboratory().wholly(Panel.GROUPE);
        script.laboratory().wholly(Panel.HEMOSTASE);
        script.afterHours(2);
        script.medication().wholly("N01BB09", "Ropivacaïne péridurale", "2 mg/mL, débit 8 mL/h");
        script.afterHours(4);
        script.care().done(Kind.NURSING, "Naissance", "Enfant né à terme, Apgar 10/10");
        script.afterHours(2);
        script.admissions().transfer(Unit.MATERNITE);
        script.afterHours(10);
        script.care().done(Kind.NURSING, "Surveillance du post-partum", "Globe utérin de sécurité");
        script.care().done(Kind.DIETETICS, "Conseil d'allaitement", "");
        script.afterDays(1);
        script.laboratory().wholly(Panel.NFS);
        script.care().done(Kind.SOCIAL_CARE, "Entretien du retour à domicile", "Sage-femme libérale trouvée");
        script.afterDays(1);
        script.admissions().discharge();
        script.afterMinutes(30);
        script.letters().deliver(script.letters().issue("Accouchement par voie basse à terme. Suites simples."));
    }
}
