package org.parcours.command.journey.stay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.journey.EventAnnotations;
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

/**
 * Decides the facts that create a movement. A movement is recorded at whatever point of the stay it arrives; what does
 * not fit is an anomaly.
 */
public final class MovementDecider extends AbstractMovementDecider {

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
    public EventAnnotations decide(Fact fact, ActiveMovementList movements) {
        StayEvent event = (StayEvent) fact.event();
        MovementKind kind = MovementChange.createdKind(event).orElseThrow();
        Optional<ActiveMovementList.ActiveMovement> previous =
                movements.find(kind, event.movement().map(m -> m.id()));
        if (previous.isPresent()) {
            // Real feeds resend a movement with another date: the last one is in effect, the first stays in the
            // history.
            return new EventAnnotations(
                    Optional.of(previous.get().latestEvent()), List.of(Anomaly.of(Code.MOVEMENT_RESENT)));
        }
        List<Anomaly> anomalies = new ArrayList<>();
        sequenceAnomaly(kind, movements).ifPresent(code -> anomalies.add(Anomaly.of(code)));
        if (isAfterDischarge(kind, fact.occurredAt().toInstant(), movements)) {
            anomalies.add(Anomaly.of(Code.AFTER_DISCHARGE));
        }
        return new EventAnnotations(Optional.empty(), anomalies);
    }

    private static Optional<Code> sequenceAnomaly(MovementKind kind, ActiveMovementList movements) {
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

    private static boolean isAfterDischarge(MovementKind kind, Instant at, ActiveMovementList movements) {
        return switch (kind) {
            case TRANSFER, CLASS_CHANGE, DOCTOR_CHANGE, LEAVE_START, LEAVE_END ->
                movements
                        .latest(MovementKind.DISCHARGE)
                        .filter(discharge -> at.isAfter(discharge.occurredAt()))
                        .isPresent();
            case PRE_ADMISSION, ADMISSION, DISCHARGE_PLAN, DISCHARGE -> false;
        };
    }
}
