package org.parcours.standalone.demo.journey;

import java.time.Duration;
import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Laboratory.Panel;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** A diabetic's yearly check-up; some do not come to the first appointment, some do not come at all. */
final class OutpatientConsultation implements Journey {

    @Override
    public Who who() {
        return Who.aged(30, 80);
    }

    @Override
    public int days() {
        return 14;
    }

    @Override
    public void play(Script script) {
        script.identity().register();
        script.afterMinutes(5);
        var checkUp =
                script.appointments().book("Bilan annuel de diabétologie", Duration.ofDays(5), Unit.CONSULTATIONS);
        if (script.variant(2)) {
            script.afterDays(2);
            script.appointments().cancel(checkUp);
            return;
        }
        if (script.variant(1)) {
            script.afterDays(5);
            script.afterMinutes(45);
            script.appointments().miss(checkUp);
            script.afterDays(1);
            script.appointments().book("Bilan annuel de diabétologie", Duration.ofDays(6), Unit.CONSULTATIONS);
        }
        script.afterDays(4);
        script.laboratory().wholly(Panel.HBA1C);
        script.afterDays(1);
        script.identity().update();
        script.admissions().register("O", Unit.CONSULTATIONS);
        script.afterMinutes(20);
        script.care().done(Kind.FUNCTIONAL_EXAM, "Rétinographie", "Pas de rétinopathie");
        script.care().done(Kind.DIETETICS, "Consultation diététique", "Index glycémique expliqué");
        script.afterMinutes(30);
        script.medication().prescribe("A10BA02", "Metformine 1000 mg", "1 comprimé matin et soir");
        script.afterMinutes(10);
        script.admissions().discharge();
        script.afterMinutes(40);
        script.letters().deliver(script.letters().issue("Bilan annuel de diabète de type 2. Traitement inchangé."));
    }
}
