package org.parcours.standalone.demo.source;

import java.time.Duration;
import java.time.Instant;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.HospitalUnit;

/** Simulates the appointment application (SIU). */
public final class Hl7AppointmentSimulator {

    private final JourneySimulation journey;

    Hl7AppointmentSimulator(JourneySimulation journey) {
        this.journey = journey;
    }

    public record Appointment(
            String number, String reason, Instant start, Duration length, HospitalUnit unit, Doctor doctor) {

        Appointment movedTo(Instant newStart) {
            return new Appointment(number, reason, newStart, length, unit, doctor);
        }
    }

    public Appointment book(String reason, Duration delay, HospitalUnit unit) {
        Appointment appointment = new Appointment(
                journey.nextNumber("R"),
                reason,
                journey.timeAfter(delay),
                Duration.ofMinutes(30),
                unit,
                journey.randomDoctor());
        send("S12", appointment, "Booked");
        return appointment;
    }

    public Appointment reschedule(Appointment appointment, Duration later) {
        Appointment moved = appointment.movedTo(appointment.start().plus(later));
        send("S13", moved, "Booked");
        return moved;
    }

    public void cancel(Appointment appointment) {
        journey.markNextMessage(SimulatedIrregularity.APPOINTMENT_CANCELLED);
        send("S15", appointment, "Cancelled");
    }

    public void reportNoShow(Appointment appointment) {
        journey.markNextMessage(SimulatedIrregularity.APPOINTMENT_MISSED);
        send("S26", appointment, "Noshow");
    }

    private void send(String trigger, Appointment appointment, String status) {
        journey.send(SourceApplication.AGENDA, metadata -> SiuMessageFactory.create(
                        SourceApplication.AGENDA,
                        trigger,
                        metadata,
                        journey.person(),
                        new SiuMessageFactory.ScheduledActivity(
                                appointment.number(),
                                appointment.reason(),
                                "CONSULTATION^Consultation",
                                appointment.start(),
                                appointment.length(),
                                appointment.unit().code(),
                                appointment.doctor(),
                                status))
                .toBytes());
    }
}
