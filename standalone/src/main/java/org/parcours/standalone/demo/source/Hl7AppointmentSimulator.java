package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import java.time.Duration;
import java.time.Instant;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** Simulates the appointment application (SIU). */
public final class Hl7AppointmentSimulator {

    private final PatientJourneyMessageGenerator journey;

    Hl7AppointmentSimulator(PatientJourneyMessageGenerator journey) {
        this.journey = journey;
    }

    public record Appointment(
            String number, String reason, Instant start, Duration length, String location, Doctor doctor) {}

    public Appointment book(String reason, Duration delay, HospitalUnit unit) {
        Appointment appointment = new Appointment(
                journey.nextNumber("R"),
                reason,
                journey.timeAfter(delay),
                Duration.ofMinutes(30),
                unit.code(),
                journey.randomDoctor());
        send("S12", appointment, "Booked");
        return appointment;
    }

    public Appointment reschedule(Appointment old, Duration later) {
        Appointment moved = new Appointment(
                old.number(), old.reason(), old.start().plus(later), old.length(), old.location(), old.doctor());
        send("S13", moved, "Booked");
        return moved;
    }

    public void cancel(Appointment appointment) {
        journey.markNextMessage(SimulatedFaultOrChange.APPOINTMENT_CANCELLED);
        send("S15", appointment, "Cancelled");
    }

    public void reportNoShow(Appointment appointment) {
        journey.markNextMessage(SimulatedFaultOrChange.APPOINTMENT_MISSED);
        send("S26", appointment, "Noshow");
    }

    private void send(String trigger, Appointment appointment, String status) {
        sendSiu(journey, SourceApplicationCode.AGENDA, trigger, "CONSULTATION^Consultation", appointment, status);
    }

    /** Sends an SIU message about a consultation or an operation. */
    static void sendSiu(
            PatientJourneyMessageGenerator journey,
            SourceApplicationCode application,
            String trigger,
            String type,
            Appointment appointment,
            String status) {
        String number = Hl7MessageBuilder.ei(appointment.number(), application, IdentifierGenerator.APPOINTMENT_OID);
        String reason = "^" + Hl7MessageBuilder.escape(appointment.reason());
        String start = Hl7MessageBuilder.formatTime(appointment.start());
        String end = Hl7MessageBuilder.formatTime(appointment.start().plus(appointment.length()));
        String minutes = Long.toString(appointment.length().toMinutes());
        String doctor = Hl7MessageBuilder.xcn(appointment.doctor());
        journey.sendHl7(application, "SIU^" + trigger + "^SIU_S12", message -> message.segment(
                        "SCH",
                        field(1, number),
                        field(2, number),
                        field(6, trigger),
                        field(7, reason),
                        field(8, type),
                        field(9, minutes),
                        field(10, "min"),
                        field(11, "^^" + minutes + "^" + start + "^" + end),
                        field(16, doctor),
                        field(25, status))
                .segment("TQ1", field(1, "1"), field(7, start), field(8, end))
                .pidSegment(journey.person(), "")
                .segment("RGS", field(1, "1"), field(2, "A"))
                .segment(
                        "AIS",
                        field(1, "1"),
                        field(2, "A"),
                        field(3, reason),
                        field(4, start),
                        field(7, minutes),
                        field(8, "min"))
                .segment("AIL", field(1, "1"), field(2, "A"), field(3, appointment.location()), field(6, start))
                .segment("AIP", field(1, "1"), field(2, "A"), field(3, doctor), field(6, start)));
    }
}
