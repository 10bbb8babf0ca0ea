package org.parcours.standalone.demo.journey;

import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Laboratory.Panel;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** A child's asthma attack: two nights at most. Once nobody writes the letter, which is what a work list is for. */
final class ChildhoodAsthma implements Journey {

    @Override
    public Who who() {
        return Who.aged(3, 14);
    }

    @Override
    public int days() {
        return 3;
    }

    @Override
    public boolean planned() {
        return false;
    }

    @Override
    public void play(Script script) {
        script.admissions().register("E", Unit.URGENCES);
        script.afterMinutes(5);
        script.care().done(Kind.TRIAGE, "Tri FRENCH niveau 2", "SpO2 91 %, tirage");
        var salbutamol =
                script.medication().prescribe("R03AC02", "Salbutamol nébulisé 2,5 mg", "2,5 mg toutes les 20 minutes");
        for (int dose = 1; dose <= 3; dose++) {
            script.afterMinutes(20);
            script.medication().administer(salbutamol);
        }
        script.imaging().wholly("ZBQK002", "Radiographie du thorax", "DX", "Distension, pas de foyer.");
        script.admissions().hospitalise(Unit.PEDIATRIE);
        script.medication().wholly("H02AB06", "Prednisolone 20 mg", "1 mg/kg le matin");
        script.laboratory().wholly(Panel.CRP);
        script.afterHours(10);
        script.care().done(Kind.NURSING, "Surveillance respiratoire", "SpO2 96 % en air ambiant");
        script.care().done(Kind.PHYSIOTHERAPY, "Kinésithérapie respiratoire", "");
        script.afterHours(14);
        script.care().done(Kind.FUNCTIONAL_EXAM, "Spirométrie", "VEMS 84 % de la théorique");
        script.care().done(Kind.NURSING, "Éducation thérapeutique : chambre d'inhalation", "Parents à l'aise");
        script.afterHours(3);
        script.admissions().discharge();
        if (!script.variant(1)) {
            script.afterHours(1);
            script.letters().deliver(script.letters().issue("Exacerbation d'asthme modérée. Plan d'action remis."));
        }
    }
}
