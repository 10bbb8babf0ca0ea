package org.parcours.standalone.demo.journey;

import java.time.Duration;
import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Laboratory.Panel;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** Pain at night, theatre in the morning. Once the pathologist's blood count was somebody else's and was corrected. */
final class Appendicitis implements Journey {

    @Override
    public Who who() {
        return Who.aged(12, 45);
    }

    @Override
    public int days() {
        return 4;
    }

    @Override
    public boolean planned() {
        return false;
    }

    @Override
    public void play(Script script) {
        script.admissions().register("E", Unit.URGENCES);
        script.afterMinutes(6);
        script.care().done(Kind.TRIAGE, "Tri FRENCH niveau 3B", "Douleur en fosse iliaque droite, 38,4 °C");
        script.afterMinutes(35);
        var count = script.laboratory().order(Panel.NFS);
        var crp = script.laboratory().order(Panel.CRP);
        script.afterMinutes(10);
        script.laboratory().collect(count);
        script.laboratory().collect(crp);
        script.afterMinutes(45);
        script.laboratory().preliminary(count);
        script.afterMinutes(15);
        script.laboratory().result(count);
        script.laboratory().result(crp);
        if (script.variant(1)) {
            script.afterMinutes(70);
            script.laboratory().correct(count);
        }
        script.imaging().wholly("ZCQM006", "Échographie abdominale", "US", "Appendice de 11 mm, non compressible.");
        script.afterMinutes(30);
        var operation = script.theatre()
                .schedule("HHFA001", "Appendicectomie par cœlioscopie", Duration.ofHours(5), Duration.ofMinutes(50));
        script.admissions().hospitalise(Unit.VISCERAL);
        script.afterMinutes(30);
        script.medication().wholly("J01CR02", "Amoxicilline-acide clavulanique 2 g IV", "2 g");
        script.afterHours(3);
        script.care().done(Kind.TRANSPORT, "Brancardage vers le bloc", "Brancard");
        script.afterMinutes(20);
        script.theatre().start(operation);
        script.afterMinutes(50);
        script.theatre().complete(operation);
        script.afterMinutes(30);
        script.care().done(Kind.STERILISATION, "Boîte cœlioscopie n° 3", "À retraiter");
        script.afterHours(8);
        script.care().done(Kind.NURSING, "Surveillance postopératoire", "Apyrétique, pansements propres");
        script.medication().wholly("N02BE01", "Paracétamol 1 g", "1 g toutes les 6 heures");
        script.afterDays(1);
        script.admissions().discharge();
        if (script.variant(2)) {
            script.afterMinutes(30);
            script.admissions().cancelDischarge();
            script.afterHours(18);
            script.care().done(Kind.NURSING, "Surveillance, fièvre à 38,6 °C", "Sortie différée");
            script.afterHours(5);
            script.admissions().discharge();
        }
        script.afterMinutes(50);
        var letter = script.letters().issue("Appendicectomie pour appendicite aiguë non compliquée.");
        script.afterMinutes(10);
        script.letters().deliver(letter);
        script.afterDays(1);
        script.care()
                .done(Kind.PATHOLOGY, "Appendice : examen anatomopathologique", "Appendicite suppurée, sans tumeur");
    }
}
