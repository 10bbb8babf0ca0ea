package org.parcours.standalone.demo.source;

import java.time.Duration;
import java.time.Instant;
import org.parcours.standalone.demo.world.Doctor;
import org.parcours.standalone.demo.world.Numbers;

/** The operating theatre: planned by SIU, then told from the room by REST. */
public final class Theatre {

    private final Script script;

    Theatre(Script script) {
        this.script = script;
    }

    /** @param code of the CCAM, the French classification of procedures */
    public record Operation(
            String number, String code, String label, Instant start, Duration length, String room, Doctor surgeon) {}

    public Operation schedule(String code, String label, Duration ahead, Duration length) {
        Operation operation = new Operation(
                script.number("B"),
                code,
                label,
                script.in(ahead),
                length,
                "BLOC^SALLE " + (1 + script.random().nextInt(8)),
                script.anyDoctor());
        tellSchedule(operation, "S12", "Booked");
        return operation;
    }

    public void cancel(Operation operation) {
        script.fault(Fault.APPOINTMENT_CANCELLED);
        tellSchedule(operation, "S15", "Cancelled");
    }

    public void start(Operation operation) {
        script.tell(SourceApplication.SALLE, telling -> fact("SurgeryStarted", telling, operation)
                .with(
                        "room",
                        Fact.object()
                                .put("unit", "BLOC")
                                .put("room", operation.room().substring(5)))
                .with("surgeon", Fact.practitioner(operation.surgeon()))
                .bytes());
    }

    public void complete(Operation operation) {
        script.tell(SourceApplication.SALLE, telling -> fact("SurgeryCompleted", telling, operation)
                .bytes());
    }

    private Fact fact(String type, Telling telling, Operation operation) {
        return Fact.of(SourceApplication.SALLE, type, telling, script.person(), script.stay())
                .with("surgery", Fact.identifier(Numbers.APPOINTMENT, operation.number()))
                .with("procedure", Fact.coding(operation.code(), operation.label()));
    }

    private void tellSchedule(Operation operation, String trigger, String status) {
        script.tell(SourceApplication.BLOC, telling -> Siu.message(
                        SourceApplication.BLOC,
                        trigger,
                        telling,
                        script.person(),
                        new Siu.Slot(
                                operation.number(),
                                operation.label(),
                                "SURGERY^Intervention",
                                operation.start(),
                                operation.length(),
                                operation.room(),
                                operation.surgeon(),
                                status))
                .bytes());
    }
}
