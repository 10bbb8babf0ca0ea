package org.parcours.command.journey.stay;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.journey.CorrectionDecider;
import org.parcours.command.journey.stay.ActiveMovementList.ActiveMovement;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.MovementKind;
import org.parcours.events.MovementReference;
import org.parcours.events.OtherEvent.EventsWithdrawn;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StayEvent;

/**
 * Decides the facts that create, cancel or correct a movement. Each is recorded at whatever point of the stay it
 * arrives, a cancellation also before its movement; what does not fit is an anomaly.
 */
public final class MovementCorrectionDecider implements CorrectionDecider<ActiveMovementList> {

    private static final Set<Class<? extends Event>> EVENT_TYPES = eventTypes();

    private static Set<Class<? extends Event>> eventTypes() {
        Set<Class<? extends Event>> types = new HashSet<>(CorrectionDecider.typesOf(StayEvent.class));
        types.add(StayReassigned.class);
        types.add(EventsWithdrawn.class);
        return Set.copyOf(types);
    }

    @Override
    public Set<Class<? extends Event>> queriedTypes() {
        return EVENT_TYPES;
    }

    @Override
    public ActiveMovementList initialState() {
        return ActiveMovementList.EMPTY;
    }

    @Override
    public ActiveMovementList evolve(ActiveMovementList movements, Envelope recorded) {
        return movements.evolve(recorded);
    }

    @Override
    public CorrectionAndAnomalies decide(Fact fact, ActiveMovementList movements) {
        StayEvent event = (StayEvent) fact.event();
        Optional<Identifier> id = event.movement().map(MovementReference::id);
        return switch (MovementChange.of(event)) {
            case MovementChange.Creation(MovementKind kind) ->
                movements.findCancellation(kind, id, ReportTime.of(fact)).isPresent()
                        ? CorrectionAndAnomalies.NONE
                        : movements
                                .find(kind, id)
                                .map(MovementCorrectionDecider::resent)
                                .or(() -> movements
                                        .findPlan(kind, id)
                                        .map(plan -> CorrectionAndAnomalies.replacing(Optional.of(plan.latestEvent()))))
                                .orElseGet(() -> new CorrectionAndAnomalies(
                                        Optional.empty(), anomalies(kind, occurrence(fact), movements)));
            case MovementChange.LocationReport _ -> CorrectionAndAnomalies.NONE;
            case MovementChange.Cancellation(MovementKind kind) ->
                CorrectionAndAnomalies.cancelling(
                        movements.findCancelled(kind, id, ReportTime.of(fact)).map(ActiveMovement::latestEvent));
            case MovementChange.Correction(Optional<MovementKind> kind) ->
                CorrectionAndAnomalies.correcting(movements.findTarget(kind, id).map(ActiveMovement::latestEvent));
        };
    }

    private static PartialDateTime occurrence(Fact fact) {
        return new PartialDateTime(fact.occurredAt(), fact.annotations().precision());
    }

    /** Real feeds resend a movement with another date: the last one is in effect, the first stays in the history. */
    private static CorrectionAndAnomalies resent(ActiveMovement previous) {
        return new CorrectionAndAnomalies(
                Optional.of(previous.latestEvent()), List.of(Anomaly.of(Code.MOVEMENT_RESENT)));
    }

    private static List<Anomaly> anomalies(MovementKind kind, PartialDateTime at, ActiveMovementList movements) {
        return Stream.of(sequenceAnomaly(kind, movements), dischargeAnomaly(kind, at, movements))
                .flatMap(Optional::stream)
                .map(Anomaly::of)
                .toList();
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

    private static Optional<Code> dischargeAnomaly(
            MovementKind kind, PartialDateTime at, ActiveMovementList movements) {
        return switch (kind) {
            case TRANSFER, CLASS_CHANGE, DOCTOR_CHANGE, LEAVE_START, LEAVE_END ->
                movements
                        .latest(MovementKind.DISCHARGE)
                        .filter(discharge -> at.isCertainlyAfter(discharge.occurredAt()))
                        .map(_ -> Code.AFTER_DISCHARGE);
            case DISCHARGE ->
                movements
                        .earliest(MovementKind.ADMISSION)
                        .filter(admission -> admission.occurredAt().isCertainlyAfter(at))
                        .map(_ -> Code.END_BEFORE_START);
            case PRE_ADMISSION, ADMISSION, DISCHARGE_PLAN -> Optional.empty();
        };
    }
}
