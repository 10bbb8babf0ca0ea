package org.parcours.standalone.demo.journey;

import java.time.Duration;
import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Fault;
import org.parcours.standalone.demo.source.Laboratory.Panel;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** Three cycles in day hospital; the second is put off when the blood count says so. One day is told back to front. */
final class ChemotherapyCourse implements Journey {

    @Override
    public Who who() {
        return Who.womanAged(36, 78);
    }

    @Override
    public int days() {
        return 36;
    }

    @Override
    public void play(Script script) {
        script.identity().register();
        script.afterMinutes(10);
        script.care().done(Kind.PATHOLOGY, "Biopsie mammaire", "Carcinome canalaire infiltrant, HER2 négatif");
        script.imaging().wholly("ZBQK001", "Scanner thoraco-abdomino-pelvien", "CT", "Pas de lésion à distance.");
        for (int cycle = 1; cycle <= 3; cycle++) {
            var session =
                    script.appointments().book("Chimiothérapie, cycle " + cycle, Duration.ofDays(4), Unit.ONCOLOGIE);
            script.afterDays(2);
            script.laboratory().wholly(Panel.NFS);
            if (cycle == 2 && !script.uneventful()) {
                script.appointments().cancel(session);
                script.care()
                        .cancel(
                                script.care().plan(Kind.CHEMOTHERAPY, "EC, cycle 2"),
                                "Neutropénie, reporté d'une semaine");
                script.afterDays(5);
                session = script.appointments().book("Chimiothérapie, cycle 2", Duration.ofDays(2), Unit.ONCOLOGIE);
            }
            script.afterDays(2);
            dayHospital(script, cycle);
            script.afterDays(4);
        }
        var letter = script.letters().issue("Trois cycles d'EC. Tolérance correcte. Réévaluation par imagerie.");
        script.afterMinutes(25);
        script.letters().deliver(letter);
    }

    private static void dayHospital(Script script, int cycle) {
        if (cycle == 1 && script.variant(1)) {
            script.toldAfter(Duration.ofHours(7), Fault.OUT_OF_ORDER);
        }
        script.admissions().register("R", Unit.ONCOLOGIE);
        script.afterMinutes(30);
        var course = script.care().plan(Kind.CHEMOTHERAPY, "EC, cycle " + cycle);
        script.afterMinutes(40);
        script.care().begin(course);
        script.medication().wholly("A04AA01", "Ondansétron 8 mg", "8 mg avant la perfusion");
        script.afterHours(2);
        script.care().finish(course, "100 % de la dose");
        script.care().done(Kind.NURSING, "Surveillance de la chambre implantable", "Reflux veineux présent");
        script.afterMinutes(30);
        script.admissions().discharge();
    }
}
