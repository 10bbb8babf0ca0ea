package org.parcours.standalone.demo.source;

import java.time.Duration;
import java.time.Instant;
import org.parcours.standalone.demo.world.Doctor;
import org.parcours.standalone.demo.world.Unit;

/** The appointment system. */
public final class Appointments {

    private final Script script;

    Appointments(Script script) {
        this.script = script;
    }

    public record Appointment(String number, String reason, Instant start, Duration length, Unit unit, Doctor doctor) {

        Appointment at(Instant other) {
            return new Appointment(number, reason, other, length, unit, doctor);
        }
    }

    public Appointment book(String reason, Duration ahead, Unit unit) {
        Appointment appointment = new Appointment(
                script.number("R"), reason, script.in(ahead), Duration.ofMinutes(30), unit, script.anyDoctor());
        tell("S12", appointment, "Booked");
        return appointment;
    }

    public Appointment reschedule(Appointment appointment, Duration later) {
        Appointment moved = appointment.at(appointment.start().plus(later));
        tell("S13", moved, "Booked");
        return moved;
    }

    public void cancel(Appointment appointment) {
        script.fault(Fault.APPOINTMENT_CANCELLED);
        tell("S15", appointment, "Cancelled");
    }

    public void miss(Appointment appointment) {
        script.fault(Fault.APPOINTMENT_MISSED);
        tell("S26", appointment, "Noshow");
    }

    private void tell(String trigger, Appointment appointment, String status) {
        script.tell(SourceApplication.AGENDA, telling -> Siu.message(
                        SourceApplication.AGENDA,
                        trigger,
                        telling,
                        script.person(),
                        new Siu.Slot(
                                appointment.number(),
                                appointment.reason(),
                                "CONSULTATION^Consultation",
                                appointment.start(),
                                appointment.length(),
                                appointment.unit().code(),
                                appointment.doctor(),
                                status))
                .bytes());
    }
}
