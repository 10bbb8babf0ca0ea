package org.parcours.standalone.demo.journey;

import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Laboratory.Panel;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** A bleeding ulcer: transfused at night, an endoscopy in the morning. */
final class GastricBleeding implements Journey {

    @Override
    public Who who() {
        return Who.aged(48, 84);
    }

    @Override
    public int days() {
        return 5;
    }

    @Override
    public boolean planned() {
        return false;
    }

    @Override
    public void play(Script script) {
        script.admissions().register("E", Unit.URGENCES);
        script.afterMinutes(5);
        script.care().done(Kind.TRIAGE, "Tri FRENCH niveau 2", "Méléna, 95/60 mmHg");
        script.laboratory().wholly(Panel.NFS);
        var crossMatch = script.laboratory().order(Panel.GROUPE);
        script.laboratory().collect(crossMatch);
        script.afterMinutes(40);
        script.laboratory().result(crossMatch);
        var units = script.care().plan(Kind.TRANSFUSION, "Trois concentrés de globules rouges");
        script.medication().wholly("A02BC02", "Pantoprazole 80 mg IV", "80 mg puis 8 mg/h");
        script.admissions().hospitalise(Unit.UHCD);
        script.care().begin(units);
        script.afterHours(3);
        script.care().finish(units, "Sans effet indésirable");
        if (script.variant(1)) {
            script.laboratory().cancel(script.laboratory().order(Panel.HEMOSTASE));
        }
        script.afterHours(5);
        script.care().done(Kind.FUNCTIONAL_EXAM, "Endoscopie œsogastroduodénale", "Ulcère bulbaire Forrest IIa, clip");
        script.admissions().transfer(Unit.GASTRO);
        script.afterHours(12);
        script.laboratory().wholly(Panel.NFS);
        script.care().done(Kind.DIETETICS, "Reprise alimentaire", "Liquides puis mixé");
        script.afterDays(2);
        script.care().done(Kind.PATHOLOGY, "Biopsies gastriques", "Helicobacter pylori présent");
        script.medication().prescribe("A02BD", "Quadrithérapie bismuthée", "10 jours");
        script.afterHours(6);
        script.admissions().discharge();
        script.afterMinutes(30);
        script.letters()
                .deliver(script.letters().issue("Hémorragie digestive haute sur ulcère bulbaire. Éradication."));
    }
}
