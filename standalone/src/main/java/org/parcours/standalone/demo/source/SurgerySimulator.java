package org.parcours.standalone.demo.source;

import java.time.Duration;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;
import org.parcours.standalone.demo.source.Hl7AppointmentSimulator.Appointment;

/** Simulates operations: scheduled by SIU, then reported from the operating room over REST. */
public final class SurgerySimulator {

    private final PatientJourneyMessageGenerator journey;

    SurgerySimulator(PatientJourneyMessageGenerator journey) {
        this.journey = journey;
    }

    /** @param code CCAM, the French classification of procedures */
    public record Operation(String code, Appointment appointment) {}

    public Operation schedule(String code, String label, Duration delay, Duration length) {
        Operation operation = new Operation(
                code,
                new Appointment(
                        journey.nextNumber("B"),
                        label,
                        journey.timeAfter(delay),
                        length,
                        "BLOC^SALLE " + (1 + journey.random().nextInt(8)),
                        journey.randomDoctor()));
        sendSchedule(operation, "S12", "Booked");
        return operation;
    }

    public void cancel(Operation operation) {
        journey.markNextMessage(SimulatedFaultOrChange.APPOINTMENT_CANCELLED);
        sendSchedule(operation, "S15", "Cancelled");
    }

    public void start(Operation operation) {
        Appointment appointment = operation.appointment();
        String room = appointment.location().substring("BLOC^".length());
        journey.sendFact(SourceApplicationCode.SALLE, "SurgeryStarted", event -> addSurgery(event, operation)
                .with("room", CloudEventBuilder.jsonObject().put("unit", "BLOC").put("room", room))
                .with("surgeon", CloudEventBuilder.practitioner(appointment.doctor())));
    }

    public void complete(Operation operation) {
        journey.sendFact(SourceApplicationCode.SALLE, "SurgeryCompleted", event -> addSurgery(event, operation));
    }

    private static CloudEventBuilder addSurgery(CloudEventBuilder event, Operation operation) {
        Appointment appointment = operation.appointment();
        return event.with(
                        "surgery",
                        CloudEventBuilder.identifier(IdentifierGenerator.APPOINTMENT_OID, appointment.number()))
                .with("procedure", CloudEventBuilder.coding(operation.code(), appointment.reason()));
    }

    private void sendSchedule(Operation operation, String trigger, String status) {
        Hl7AppointmentSimulator.sendSiu(
                journey, SourceApplicationCode.BLOC, trigger, "SURGERY^Intervention", operation.appointment(), status);
    }
}
