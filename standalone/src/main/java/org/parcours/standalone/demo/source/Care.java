package org.parcours.standalone.demo.source;

import java.time.Duration;
import org.parcours.standalone.demo.world.Numbers;

/** Everything else that happens around a patient; kinds are codes of the catalogue, applications are data. */
public final class Care {

    private final Script script;

    Care(Script script) {
        this.script = script;
    }

    /** What an application tells of: a kind of the catalogue. */
    public enum Kind {
        CHEMOTHERAPY("chemotherapy", SourceApplication.CHIMIO),
        DIALYSIS("dialysis", SourceApplication.DIALYSE),
        STERILISATION("sterilisation", SourceApplication.STERILISATION),
        PHYSIOTHERAPY("physiotherapy", SourceApplication.KINE),
        DIETETICS("dietetics", SourceApplication.DIETETIQUE),
        TRANSPORT("transport", SourceApplication.BRANCARDAGE),
        NURSING("nursing", SourceApplication.PLAN_DE_SOINS),
        TRIAGE("emergency-triage", SourceApplication.TRI_URGENCES),
        TRANSFUSION("transfusion", SourceApplication.TRANSFUSION),
        PATHOLOGY("pathology", SourceApplication.ANAPATH),
        FUNCTIONAL_EXAM("functional-exam", SourceApplication.EXPLORATIONS),
        SOCIAL_CARE("social-care", SourceApplication.SOCIAL),
        DOCUMENT("document", SourceApplication.PLAN_DE_SOINS);

        private final String code;
        private final SourceApplication from;

        Kind(String code, SourceApplication from) {
            this.code = code;
            this.from = from;
        }
    }

    public record Act(Kind kind, String number, String title) {}

    public Act plan(Kind kind, String title) {
        Act act = new Act(kind, script.number("S"), title);
        tell(act, "PLANNED", "");
        return act;
    }

    public void begin(Act act) {
        tell(act, "IN_PROGRESS", "");
    }

    public void finish(Act act, String remark) {
        tell(act, "DONE", remark);
    }

    public void cancel(Act act, String why) {
        tell(act, "CANCELLED", why);
    }

    /** Something told once it is done. Departments that write it up in the evening tell it late. */
    public void done(Kind kind, String title, String remark) {
        if (script.random().nextInt(12) == 0) {
            script.toldAfter(Duration.ofMinutes(script.random().nextInt(90, 420)), Fault.LATE);
        }
        tell(new Act(kind, script.number("S"), title), "DONE", remark);
    }

    private void tell(Act act, String status, String remark) {
        script.tell(act.kind().from, telling -> switch (act.kind()) {
            case CHEMOTHERAPY -> OwnWords.chemotherapy(script, telling, act, status, remark);
            case STERILISATION -> OwnWords.sterilisation(script, telling, act, status, remark);
            default -> fact(telling, act, status, remark);
        });
    }

    private byte[] fact(Telling telling, Act act, String status, String remark) {
        var details = Fact.object();
        if (!remark.isEmpty()) {
            details.put("Remarque", remark);
        }
        return Fact.of(act.kind().from, "StepRecorded", telling, script.person(), script.stay())
                .with("kind", act.kind().code)
                .with("step", Fact.identifier(Numbers.ORDER, act.number()))
                .with("status", status)
                .with("title", act.title())
                .with("details", details)
                .bytes();
    }
}
