package org.parcours.command.journey.stay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.journey.DecisionResult;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.DischargePlanned;
import org.parcours.events.StayEvent.LeaveEnded;
import org.parcours.events.StayEvent.LeaveStarted;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientClassChanged;
import org.parcours.events.StayEvent.PatientDischarged;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.PreAdmissionPlanned;
import org.parcours.events.StayEvent.ResponsibleDoctorChanged;

/** A movement is made: it is recorded wherever it comes in the stay, and what does not fit is flagged. */
public final class MovementDecider extends StayDecider {

    public MovementDecider() {
        super(Set.of(
                PreAdmissionPlanned.class,
                PatientAdmitted.class,
                PatientTransferred.class,
                PatientClassChanged.class,
                ResponsibleDoctorChanged.class,
                LeaveStarted.class,
                LeaveEnded.class,
                DischargePlanned.class,
                PatientDischarged.class));
    }

    @Override
    public DecisionResult decide(Fact fact, MovementHistory movements) {
        StayEvent event = (StayEvent) fact.event();
        MovementKind kind = MovementEvents.made(event).orElseThrow();
        Optional<MovementHistory.Standing> before =
                movements.told(kind, event.movement().map(m -> m.id()));
        if (before.isPresent()) {
            // Real feeds re-send a movement with another date: the last word stands, the first stays in the history.
            return new DecisionResult(Optional.of(before.get().latest()), List.of(Anomaly.of(Code.MOVEMENT_RESENT)));
        }
        List<Anomaly> anomalies = new ArrayList<>();
        outOfPlace(kind, movements).ifPresent(code -> anomalies.add(Anomaly.of(code)));
        if (afterDischarge(kind, fact.occurredAt().toInstant(), movements)) {
            anomalies.add(Anomaly.of(Code.AFTER_DISCHARGE));
        }
        return new DecisionResult(Optional.empty(), anomalies);
    }

    private static Optional<Code> outOfPlace(MovementKind kind, MovementHistory movements) {
        boolean admitted = movements.has(MovementKind.ADMISSION);
        return Optional.ofNullable(
                switch (kind) {
                    case PRE_ADMISSION, CLASS_CHANGE, DOCTOR_CHANGE, DISCHARGE_PLAN -> null;
                    case ADMISSION -> admitted ? Code.ADMITTED_TWICE : null;
                    case TRANSFER -> admitted ? null : Code.TRANSFER_WITHOUT_ADMISSION;
                    case LEAVE_START -> admitted ? null : Code.LEAVE_WITHOUT_ADMISSION;
                    case LEAVE_END -> movements.has(MovementKind.LEAVE_START) ? null : Code.LEAVE_END_WITHOUT_START;
                    case DISCHARGE -> admitted ? null : Code.DISCHARGE_WITHOUT_ADMISSION;
                });
    }

    private static boolean afterDischarge(MovementKind kind, Instant at, MovementHistory movements) {
        return switch (kind) {
            case TRANSFER, CLASS_CHANGE, DOCTOR_CHANGE, LEAVE_START, LEAVE_END ->
                movements
                        .latest(MovementKind.DISCHARGE)
                        .filter(discharge -> at.isAfter(discharge.at()))
                        .isPresent();
            case PRE_ADMISSION, ADMISSION, DISCHARGE_PLAN, DISCHARGE -> false;
        };
    }
}
