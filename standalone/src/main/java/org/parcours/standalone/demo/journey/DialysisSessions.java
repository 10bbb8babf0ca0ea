package org.parcours.standalone.demo.journey;

import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Fault;
import org.parcours.standalone.demo.source.Laboratory.Panel;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** Three sessions a week. One day the department's server was down, and its session was told in the evening. */
final class DialysisSessions implements Journey {

    @Override
    public Who who() {
        return Who.aged(40, 85);
    }

    @Override
    public int days() {
        return 12;
    }

    @Override
    public void play(Script script) {
        script.identity().register();
        script.afterMinutes(15);
        script.admissions().register("R", Unit.DIALYSE);
        for (int session = 1; session <= 5; session++) {
            var sitting = script.care().plan(Kind.DIALYSIS, "Hémodialyse, séance " + session);
            script.afterMinutes(20);
            script.care().begin(sitting);
            script.laboratory().wholly(Panel.IONO);
            script.afterHours(3);
            if (session == 3 && !script.uneventful()) {
                script.toldAfter(java.time.Duration.ofHours(6), Fault.LATE);
            }
            script.care().finish(sitting, "Poids sec atteint, " + (1 + session % 3) + ",5 L ultrafiltrés");
            script.medication().wholly("B03XA01", "Époétine alfa 4000 UI", "4000 UI en fin de séance");
            if (session == 2) {
                script.care().done(Kind.DIETETICS, "Point sur le potassium et les boissons", "Ration expliquée");
            }
            script.care().done(Kind.TRANSPORT, "Retour en véhicule sanitaire léger", "");
            script.afterDays(2);
        }
        script.admissions().discharge();
    }
}
