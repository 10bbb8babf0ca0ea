package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7.at;

import java.time.Duration;
import java.time.Instant;
import org.parcours.standalone.demo.world.Doctor;
import org.parcours.standalone.demo.world.Numbers;
import org.parcours.standalone.demo.world.Unit;

/** The admissions office: stays and their movements, as IHE PAM France has them (segment ZBE). */
public final class Admissions {

    private final Script script;

    Admissions(Script script) {
        this.script = script;
    }

    public void preAdmit(Unit unit, Duration ahead) {
        Stay expected = opened("I", unit, script.in(ahead));
        tell("ADT^A05^ADT_A05", expected.classed("P"), expected.since(), "INSERT", "", "HMS");
    }

    public void cancelPreAdmission() {
        Stay stay = current();
        script.fault(Fault.PRE_ADMISSION_CANCELLED);
        tell("ADT^A38^ADT_A38", stay.classed("P"), stay.movedAt(), "CANCEL", "A05", "HMS");
        script.outOfStay();
    }

    /** Into a bed, from home or from a pre-admission. */
    public void admit(Unit unit) {
        Stay stay = script.stay()
                .map(expected -> expected.moved(unit, script.number("M"), script.now()))
                .orElseGet(() -> opened("I", unit, script.now()));
        script.stay(stay);
        tell("ADT^A01^ADT_A01", stay, stay.movedAt(), "INSERT", "", "HMS");
    }

    /** An outpatient (O) or somebody in the emergency department (E). */
    public void register(String patientClass, Unit unit) {
        Stay stay = opened(patientClass, unit, script.now());
        tell("ADT^A04^ADT_A01", stay, stay.movedAt(), "INSERT", "", "HMS");
    }

    /** From the emergency department or a consultation into a bed. */
    public void hospitalise(Unit unit) {
        Stay stay = current().classed("I").moved(unit, script.number("M"), script.now());
        script.stay(stay);
        tell("ADT^A06^ADT_A06", stay, stay.movedAt(), "INSERT", "", "HMS");
    }

    public void transfer(Unit unit) {
        Stay stay = current().moved(unit, script.number("M"), script.now());
        script.stay(stay);
        tell("ADT^A02^ADT_A02", stay, stay.movedAt(), "INSERT", "", "HMS");
    }

    public void changeDoctor(Doctor doctor) {
        Stay stay = current().of(doctor).moved(current().unit(), script.number("M"), script.now());
        script.stay(stay);
        tell("ADT^A54^ADT_A54", stay, stay.movedAt(), "INSERT", "", "C");
    }

    public void leave() {
        Stay stay = current().moved(current().unit(), script.number("M"), script.now());
        script.stay(stay);
        tell("ADT^A21^ADT_A21", stay, stay.movedAt(), "INSERT", "", "L");
    }

    public void comeBack() {
        Stay stay = current().moved(current().unit(), script.number("M"), script.now());
        script.stay(stay);
        tell("ADT^A22^ADT_A21", stay, stay.movedAt(), "INSERT", "", "S");
    }

    public void discharge() {
        Stay stay = current().moved(current().unit(), script.number("M"), script.now());
        script.stay(stay);
        tell("ADT^A03^ADT_A03", stay, stay.movedAt(), "INSERT", "", "S");
    }

    /** The transfer was told for the wrong patient, or did not take place: back to the unit before. */
    public void cancelTransfer() {
        Stay stay = current();
        script.fault(Fault.TRANSFER_CANCELLED);
        script.stay(stay.moved(stay.before(), stay.lastMovement(), stay.movedAt()));
        tell("ADT^A12^ADT_A12", current(), stay.movedAt(), "CANCEL", "A02", "HMS");
    }

    public void cancelDischarge() {
        script.fault(Fault.DISCHARGE_CANCELLED);
        tell("ADT^A13^ADT_A01", current(), current().movedAt(), "CANCEL", "A03", "S");
    }

    public void cancelAdmission(String originalTrigger) {
        script.fault(Fault.ADMISSION_CANCELLED);
        tell("ADT^A11^ADT_A09", current(), current().movedAt(), "CANCEL", originalTrigger, "HMS");
        script.outOfStay();
    }

    /** The newest movement was at another time than told. */
    public void correct(String originalTrigger, Duration earlier) {
        Stay stay = current();
        Instant corrected = stay.movedAt().minus(earlier);
        script.fault(Fault.MOVEMENT_CORRECTED);
        script.stay(stay.moved(stay.unit(), stay.lastMovement(), corrected));
        tell("ADT^Z99^ADT_A05", current(), corrected, "UPDATE", originalTrigger, "HMS");
    }

    /** Some feeds tell a movement twice, with two dates, and call both an insertion. */
    public void resend(String type, Duration earlier) {
        script.fault(Fault.MOVEMENT_RESENT);
        tell(type, current(), current().movedAt().minus(earlier), "INSERT", "", "HMS");
    }

    private Stay current() {
        return script.stay().orElseThrow(() -> new IllegalStateException("The script has no stay here"));
    }

    private Stay opened(String patientClass, Unit unit, Instant since) {
        Stay stay = new Stay(
                script.visitNumber(), patientClass, unit, unit, script.anyDoctor(), since, script.number("M"), since);
        script.stay(stay);
        return stay;
    }

    private void tell(String type, Stay stay, Instant effective, String action, String originalTrigger, String nature) {
        boolean over = type.startsWith("ADT^A03");
        script.tell(SourceApplication.GAM, telling -> {
            // The usual telling says when it was; a late one by the clock on the wall moves the movement with it.
            Instant at = effective.equals(script.now()) ? telling.occurredAt() : effective;
            return Hl7.message(SourceApplication.GAM, type, telling)
                    .segment("EVN", at(2, Hl7.time(telling.toldAt())), at(6, Hl7.time(at)))
                    .pid(script.person(), Hl7.cx(stay.number(), "GAM", Numbers.VISIT, "AN"))
                    .segment(
                            "PV1",
                            at(1, "1"),
                            at(2, stay.patientClass()),
                            at(3, stay.location()),
                            at(
                                    6,
                                    stay.unit() == stay.before()
                                            ? ""
                                            : stay.before().code()),
                            at(7, Hl7.xcn(stay.doctor())),
                            at(19, Hl7.cx(stay.number(), "GAM", Numbers.VISIT, "VN")),
                            at(44, Hl7.time(stay.since())),
                            at(45, over ? Hl7.time(at) : ""))
                    .segment(
                            "ZBE",
                            at(1, Hl7.ei(stay.lastMovement(), SourceApplication.GAM, Numbers.MOVEMENT)),
                            at(2, Hl7.time(at)),
                            at(4, action),
                            at(5, "N"),
                            at(6, originalTrigger),
                            at(
                                    7,
                                    Hl7.escaped(stay.unit().label()) + "^^^^^GAM&" + Numbers.UNIT + "&ISO^UF^^^"
                                            + stay.unit().code()),
                            at(9, nature))
                    .bytes();
        });
    }
}
