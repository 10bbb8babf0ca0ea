package org.parcours.standalone.demo.journey;

import java.time.Duration;
import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Laboratory.Panel;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Person;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** A road accident, unconscious and without papers; the hospital has known the person for years (A40). */
final class WithoutPapers implements Journey {

    /** Provisional numbers are far from the others of a run. */
    private static final int PROVISIONAL = 5000;

    @Override
    public Who who() {
        return Who.aged(19, 70);
    }

    @Override
    public int days() {
        return 10;
    }

    @Override
    public void play(Script script) {
        Person known = script.person();
        script.identity().register();
        script.afterMinutes(20);
        script.laboratory().wholly(Panel.HBA1C);
        script.afterDays(3);
        Person unknown = known.unidentified(script.numbers().ipp(PROVISIONAL + known.number()));
        script.knownAs(unknown);
        script.identity().register();
        script.admissions().register("E", Unit.URGENCES);
        script.afterMinutes(2);
        script.care().done(Kind.TRIAGE, "Tri FRENCH niveau 1, déchocage", "Accident de la voie publique, Glasgow 9");
        script.laboratory().wholly(Panel.GROUPE);
        script.imaging()
                .wholly("ZZQH033", "Scanner corps entier", "CT", "Fracture du fémur gauche, contusion splénique.");
        script.care()
                .done(Kind.TRANSFUSION, "Deux concentrés de globules rouges", "O négatif, urgence vitale immédiate");
        var operation = script.theatre()
                .schedule("NBCA010", "Enclouage du fémur gauche", Duration.ofHours(1), Duration.ofMinutes(90));
        script.admissions().hospitalise(Unit.REANIMATION);
        script.afterHours(1);
        script.theatre().start(operation);
        script.afterMinutes(90);
        script.theatre().complete(operation);
        script.afterHours(9);
        script.care().done(Kind.SOCIAL_CARE, "Recherche d'identité", "La famille s'est fait connaître");
        script.knownAs(known);
        script.afterMinutes(20);
        script.identity().merge(unknown);
        script.afterMinutes(10);
        script.identity().update();
        script.afterHours(20);
        script.laboratory().wholly(Panel.NFS);
        script.admissions().transfer(Unit.ORTHOPEDIE);
        script.afterDays(2);
        script.care().done(Kind.PHYSIOTHERAPY, "Mise au fauteuil", "Sans appui");
        script.care().done(Kind.DIETETICS, "Enrichissement des repas", "");
        script.afterDays(2);
        script.admissions().discharge();
        script.afterMinutes(45);
        script.letters()
                .deliver(script.letters().issue("Polytraumatisme. Enclouage fémoral. Consultation à six semaines."));
    }
}
