package org.parcours.standalone.demo.source;

import java.time.Instant;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.HospitalUnit;

/**
 * The present state of a stay in patient administration.
 *
 * @param patientClass HL7 table 0004
 * @param lastMovement ZBE-1 of the newest movement
 */
public record Stay(
        String number,
        String patientClass,
        HospitalUnit unit,
        HospitalUnit previousUnit,
        Doctor doctor,
        Instant since,
        String lastMovement,
        Instant movedAt) {

    Stay movedTo(HospitalUnit newUnit, String movement, Instant at) {
        return new Stay(number, patientClass, newUnit, unit, doctor, since, movement, at);
    }

    Stay withPatientClass(String otherClass) {
        return new Stay(number, otherClass, unit, previousUnit, doctor, since, lastMovement, movedAt);
    }

    Stay withDoctor(Doctor otherDoctor) {
        return new Stay(number, patientClass, unit, previousUnit, otherDoctor, since, lastMovement, movedAt);
    }

    Stay withMovedAt(Instant at) {
        return new Stay(number, patientClass, unit, previousUnit, doctor, since, lastMovement, at);
    }

    /** PV1-3: unit, room, bed. */
    String location() {
        int bed = Math.floorMod(number.hashCode(), 24);
        return patientClass.equals("I")
                ? unit.code() + "^" + (101 + bed / 2) + "^" + (bed % 2 == 0 ? "P" : "F")
                : unit.code();
    }
}
