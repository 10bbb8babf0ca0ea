package org.parcours.standalone.demo.source;

import java.time.Duration;
import java.time.Instant;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** Simulates operations: scheduled by SIU, then reported from the operating room over REST. */
public final class SurgerySimulator {

    private final JourneySimulation journey;

    SurgerySimulator(JourneySimulation journey) {
        this.journey = journey;
    }

    /** @param code CCAM, the French classification of procedures */
    public record Operation(
            String number, String code, String label, Instant start, Duration length, String room, Doctor surgeon) {}

    public Operation schedule(String code, String label, Duration delay, Duration length) {
        Operation operation = new Operation(
                journey.nextNumber("B"),
                code,
                label,
                journey.timeAfter(delay),
                length,
                "BLOC^SALLE " + (1 + journey.random().nextInt(8)),
                journey.randomDoctor());
        sendSchedule(operation, "S12", "Booked");
        return operation;
    }

    public void cancel(Operation operation) {
        journey.markNextMessage(SimulatedIrregularity.APPOINTMENT_CANCELLED);
        sendSchedule(operation, "S15", "Cancelled");
    }

    public void start(Operation operation) {
        journey.send(SourceApplication.SALLE, metadata -> cloudEvent("SurgeryStarted", metadata, operation)
                .with(
                        "room",
                        CloudEventBuilder.jsonObject()
                                .put("unit", "BLOC")
                                .put("room", operation.room().substring(5)))
                .with("surgeon", CloudEventBuilder.practitioner(operation.surgeon()))
                .toBytes());
    }

    public void complete(Operation operation) {
        journey.send(SourceApplication.SALLE, metadata -> cloudEvent("SurgeryCompleted", metadata, operation)
                .toBytes());
    }

    private CloudEventBuilder cloudEvent(String type, MessageMetadata metadata, Operation operation) {
        return CloudEventBuilder.of(SourceApplication.SALLE, type, metadata, journey.person(), journey.stay())
                .with("surgery", CloudEventBuilder.identifier(IdentifierGenerator.APPOINTMENT_OID, operation.number()))
                .with("procedure", CloudEventBuilder.coding(operation.code(), operation.label()));
    }

    private void sendSchedule(Operation operation, String trigger, String status) {
        journey.send(SourceApplication.BLOC, metadata -> SiuMessageFactory.create(
                        SourceApplication.BLOC,
                        trigger,
                        metadata,
                        journey.person(),
                        new SiuMessageFactory.ScheduledActivity(
                                operation.number(),
                                operation.label(),
                                "SURGERY^Intervention",
                                operation.start(),
                                operation.length(),
                                operation.room(),
                                operation.surgeon(),
                                status))
                .toBytes());
    }
}
