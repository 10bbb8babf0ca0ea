package org.parcours.standalone.demo.journey;

import java.time.Duration;
import org.parcours.standalone.demo.source.Care.Kind;
import org.parcours.standalone.demo.source.Fault;
import org.parcours.standalone.demo.source.Laboratory.Panel;
import org.parcours.standalone.demo.source.Script;
import org.parcours.standalone.demo.world.Unit;
import org.parcours.standalone.demo.world.Who;

/** An elective hip replacement, from the consultation to rehabilitation. Once, the transfer after it was told in error. */
final class HipReplacement implements Journey {

    @Override
    public Who who() {
        return Who.aged(58, 86);
    }

    @Override
    public int days() {
        return 18;
    }

    @Override
    public void play(Script script) {
        script.identity().register();
        script.afterMinutes(5);
        var consultation = script.appointments()
                .book("Consultation de chirurgie orthopédique", Duration.ofDays(2), Unit.CONSULTATIONS);
        script.afterMinutes(30);
        var anaesthesia =
                script.appointments().book("Consultation d'anesthésie", Duration.ofDays(4), Unit.CONSULTATIONS);
        script.afterDays(1);
        if (script.variant(1)) {
            anaesthesia = script.appointments().reschedule(anaesthesia, Duration.ofDays(1));
        }
        script.imaging().wholly("NEQK010", "Radiographie de la hanche", "DX", "Coxarthrose droite évoluée.");
        script.afterDays(1);
        script.admissions().register("O", Unit.CONSULTATIONS);
        script.afterMinutes(45);
        script.admissions().discharge();
        script.afterMinutes(20);
        var operation = script.theatre()
                .schedule("NEKA020", "Prothèse totale de hanche droite", Duration.ofDays(8), Duration.ofMinutes(100));
        script.admissions().preAdmit(Unit.ORTHOPEDIE, Duration.ofDays(7));
        script.afterDays(3);
        script.laboratory().wholly(Panel.GROUPE);
        script.laboratory().wholly(Panel.HEMOSTASE);
        script.afterDays(4);
        script.admissions().admit(Unit.ORTHOPEDIE);
        script.afterMinutes(40);
        script.care().done(Kind.NURSING, "Recueil de données d'entrée", "Douleur 3/10 à la mobilisation");
        var premedication = script.medication().prescribe("B01AB05", "Énoxaparine 4000 UI", "4000 UI le soir");
        script.afterHours(2);
        script.medication().dispense(premedication, "5 seringues");
        script.afterHours(1);
        script.medication().administer(premedication);
        var instruments = script.care().plan(Kind.STERILISATION, "Boîte PTH n° 7");
        script.afterHours(10);
        script.care().finish(instruments, "Cycle prion 134 °C conforme");
        script.afterHours(3);
        script.care().done(Kind.TRANSPORT, "Brancardage vers le bloc", "Lit");
        script.afterMinutes(15);
        script.theatre().start(operation);
        script.afterMinutes(100);
        script.theatre().complete(operation);
        script.afterMinutes(90);
        script.care().done(Kind.TRANSPORT, "Retour en chambre", "Lit");
        script.imaging()
                .wholly("NEQK010", "Radiographie de contrôle de la hanche", "DX", "Prothèse en place, sans luxation.");
        script.afterHours(6);
        script.medication().wholly("N02BE01", "Paracétamol 1 g", "1 g toutes les 6 heures");
        script.afterHours(12);
        script.laboratory().wholly(Panel.NFS);
        script.care().done(Kind.PHYSIOTHERAPY, "Premier lever", "Appui complet, deux cannes");
        script.afterDays(1);
        script.care().done(Kind.PHYSIOTHERAPY, "Marche en couloir", "40 mètres");
        script.care().done(Kind.SOCIAL_CARE, "Préparation de la sortie", "Place demandée en SSR");
        script.afterDays(1);
        if (script.variant(1)) {
            script.admissions().transfer(Unit.VISCERAL);
            script.afterMinutes(25);
            script.admissions().cancelTransfer();
        }
        script.afterHours(3);
        script.admissions().transfer(Unit.SSR);
        if (script.variant(2)) {
            script.afterMinutes(50);
            script.admissions().resend("ADT^A02^ADT_A02", Duration.ofHours(2));
        }
        script.afterDays(1);
        script.care().done(Kind.PHYSIOTHERAPY, "Rééducation à la marche et aux escaliers", "Autonome");
        script.afterDays(2);
        var letter =
                script.letters().issue("Prothèse totale de hanche droite. Suites simples. Anticoagulation 35 jours.");
        script.afterMinutes(40);
        if (script.variant(0)) {
            script.toldAfter(Duration.ofHours(4), Fault.LATE);
        }
        script.admissions().discharge();
        script.afterMinutes(20);
        script.letters().deliver(letter);
    }
}
