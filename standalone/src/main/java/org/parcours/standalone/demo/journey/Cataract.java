package org.parcours.standalone.demo.journey;

import java.time.Duration;
import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Fault;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** Day surgery: in at eight, out at noon, and the office sometimes types the admission in the afternoon. */
final class Cataract implements Journey {

    @Override
    public Who who() {
        return Who.aged(62, 90);
    }

    @Override
    public int days() {
        return 8;
    }

    @Override
    public void play(Script script) {
        script.identity().register();
        script.afterMinutes(10);
        var operation = script.theatre()
                .schedule(
                        "BFGA004", "Extraction du cristallin, œil gauche", Duration.ofDays(6), Duration.ofMinutes(20));
        script.admissions().preAdmit(Unit.AMBULATOIRE, Duration.ofDays(6));
        script.afterDays(2);
        script.care().done(Kind.FUNCTIONAL_EXAM, "Biométrie oculaire", "Implant + 21,5 D");
        if (script.variant(2)) {
            script.afterDays(1);
            script.theatre().cancel(operation);
            script.afterMinutes(15);
            script.admissions().cancelPreAdmission();
            return;
        }
        script.afterDays(4);
        if (script.variant(1)) {
            script.toldAfter(Duration.ofHours(8), Fault.OUT_OF_ORDER);
        }
        script.admissions().admit(Unit.AMBULATOIRE);
        script.afterMinutes(50);
        script.medication().wholly("S01FA06", "Tropicamide collyre", "1 goutte");
        script.theatre().start(operation);
        script.afterMinutes(20);
        script.theatre().complete(operation);
        script.care().done(Kind.STERILISATION, "Boîte cataracte n° 12", "À retraiter");
        script.afterHours(2);
        script.care().done(Kind.NURSING, "Aptitude à la rue", "Score 10/10");
        script.admissions().discharge();
        script.afterMinutes(15);
        script.letters().deliver(script.letters().issue("Cataracte de l'œil gauche opérée. Collyres un mois."));
        script.afterDays(1);
        script.care().done(Kind.NURSING, "Appel du lendemain", "Pas de douleur");
    }
}
