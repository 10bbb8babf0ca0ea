package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.MovementCorrected;
import org.parcours.events.StayId;
import org.parcours.events.StepStatus;

/** Folds the movements of a stay, and the state of the stay that follows from them. */
final class StayFold {

    static final String STAY = "stay";

    private final UUID step;
    private final StayMovements movements;
    private final StepStatus status;
    private final Optional<SingleMovementFold> discharge;
    private final MovementSequenceCheck sequence;

    private StayFold(UUID step, StayMovements movements) {
        this.step = step;
        this.movements = movements;
        this.status = StayStatusFold.of(movements);
        this.sequence = MovementSequenceCheck.of(movements);
        this.discharge = sequence.discharge();
    }

    static StepEventsFold.FoldResult fold(UUID step, List<Envelope> events, ValidTimeCutoff cutoff) {
        StayMovements movements = StayMovements.of(events, cutoff);
        return movements.showNothing() ? StepEventsFold.FoldResult.EMPTY : new StayFold(step, movements).result();
    }

    private StepEventsFold.FoldResult result() {
        List<TimelineEntry> entries = new ArrayList<>();
        List<SingleMovementFold> leaves = new ArrayList<>();
        for (SingleMovementFold movement : movements.movements()) {
            if (movement.isKind(MovementKind.LEAVE_START) || movement.isKind(MovementKind.LEAVE_END)) {
                leaves.add(movement);
            } else {
                entries.add(movementEntry(movement).build());
            }
        }
        LeaveFold leaveFold = new LeaveFold(leaves, movements.names()::isSame, this::movementEntry);
        entries.addAll(leaveFold.entries(discharge));
        movements.unmatched().forEach(envelope -> entries.add(unmatchedEntry(envelope)));
        entries.sort(TimelineEntry.CHRONOLOGICAL);
        if (movements.areOfUnknownStay()) {
            return new StepEventsFold.FoldResult(entries, Optional.empty());
        }
        Stay stay = stay(leaveFold.isOpen(), entries);
        entries.addFirst(stayEntry(stay));
        return new StepEventsFold.FoldResult(entries, Optional.of(stay));
    }

    private EntryBuilder movementEntry(SingleMovementFold movement) {
        EntryBuilder builder =
                new EntryBuilder(step, MovementKinds.entryKind(movement.kind), "done", movement.firstReport());
        movement.addTo(builder);
        builder.stay = Optional.of(new StayId(step));
        builder.startAt(movement.time());
        if (!movement.isKind(MovementKind.CLASS_CHANGE)) {
            builder.removeDetail("class");
        }
        if (!movement.isInEffect()) {
            builder.setStatus(StepStatus.CANCELLED);
            return builder;
        }
        switch (movement.kind) {
            case PRE_ADMISSION -> builder.setStatus(status == StepStatus.IN_PROGRESS ? StepStatus.DONE : status);
            case DISCHARGE_PLAN -> builder.setStatus(discharge.isPresent() ? StepStatus.DONE : StepStatus.PLANNED);
            case ADMISSION, TRANSFER, CLASS_CHANGE, DOCTOR_CHANGE, LEAVE_START, LEAVE_END, DISCHARGE ->
                builder.setStatus(StepStatus.DONE);
        }
        sequence.addAnomalies(movement, builder);
        return builder;
    }

    private TimelineEntry unmatchedEntry(Envelope envelope) {
        EntryBuilder builder = new EntryBuilder(
                step,
                MovementKinds.concerned((StayEvent) envelope.event())
                        .map(MovementKinds::entryKind)
                        .orElse("movement"),
                "cancelled",
                envelope);
        builder.stay = movements.areOfUnknownStay() ? Optional.empty() : Optional.of(new StayId(step));
        builder.movement = SingleMovementFold.idOf(envelope).map(Identifier::value);
        builder.startAt(EntryTime.of(envelope));
        builder.putDetails(EventDetailExtractor.details(envelope.event()));
        builder.addAnomalies(envelope.anomalies().stream()
                .filter(anomaly -> !MovementSequenceCheck.isDerived(anomaly.code()))
                .toList());
        if (envelope.event() instanceof MovementCorrected) {
            builder.setStatus(StepStatus.DONE);
            builder.addAnomaly(Anomaly.Code.CORRECTS_NOTHING_KNOWN);
            builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
        } else {
            builder.setStatus(StepStatus.CANCELLED);
            builder.addAnomaly(Anomaly.Code.CANCELS_NOTHING_KNOWN);
            builder.addHistory(envelope, HistoryStatus.CANCELLATION);
        }
        if (movements.areOfUnknownStay()
                && envelope.equals(movements.unmatched().getFirst())) {
            // There is no entry of the stay that shows them.
            Stream.concat(movements.reassignments().stream(), movements.locationReports().reports().stream())
                    .forEach(other -> builder.addHistory(other, HistoryStatus.IN_EFFECT));
        }
        return builder.build();
    }

    private Stay stay(boolean onLeave, List<TimelineEntry> entries) {
        LocationReportList locationReports = movements.locationReports();
        Optional<SingleMovementFold> origin = movements
                .first(MovementKind.ADMISSION)
                .or(() -> movements.firstOf(m -> m.isInEffect() && !m.isPlan()))
                .or(movements::firstInEffectOrFirst);
        EntryTime start =
                origin.map(SingleMovementFold::time).orElseGet(() -> EntryTime.of(movements.firstAmendmentOrReport()));
        Optional<EntryTime> end =
                status == StepStatus.DONE ? discharge.map(SingleMovementFold::time) : Optional.empty();
        return new Stay(
                new StayId(step),
                Stream.of(
                                movements.movements().stream().map(SingleMovementFold::firstReport),
                                movements.unmatched().stream(),
                                locationReports.reports().stream())
                        .flatMap(Function.identity())
                        .flatMap(e -> ((StayEvent) e.event()).visit().number().stream())
                        .findFirst(),
                movements.latestDetail("class", _ -> true).or(locationReports::patientClass),
                status,
                start,
                end,
                locationReports
                        .inEffect(movements.movements())
                        .flatMap(LocationReportList::unit)
                        .or(() -> movements.latestDetail(
                                "unit", m -> !m.isKind(MovementKind.LEAVE_START) && !m.isKind(MovementKind.DISCHARGE))),
                movements.latestDetail("doctor", _ -> true),
                status == StepStatus.IN_PROGRESS && onLeave,
                entries.stream().map(TimelineEntry::id).toList());
    }

    private TimelineEntry stayEntry(Stay stay) {
        Envelope first = movements
                .first(MovementKind.ADMISSION)
                .or(movements::firstInEffectOrFirst)
                .map(SingleMovementFold::firstReport)
                .orElseGet(movements::firstAmendmentOrReport);
        EntryBuilder builder = new EntryBuilder(step, STAY, "", first);
        builder.stay = Optional.of(stay.id());
        builder.title = stay.visitNumber().map(Identifier::value);
        builder.startAt(stay.startTime());
        stay.endTime().ifPresent(builder::endAt);
        builder.setStatus(stay.status(), stay.onLeave() ? "on-leave" : "stay-" + TimelineEntry.code(stay.status()));
        stay.unit().ifPresent(unit -> builder.putDetails(List.of(EntryDetail.of("unit", unit))));
        stay.doctor().ifPresent(doctor -> builder.putDetails(List.of(EntryDetail.of("doctor", doctor))));
        stay.patientClass().ifPresent(c -> builder.putDetails(List.of(EntryDetail.of("class", c))));
        movements.reassignments().forEach(envelope -> builder.addHistory(envelope, HistoryStatus.IN_EFFECT));
        List<Envelope> reports = movements.locationReports().reports();
        Optional<Envelope> location = movements.locationReports().inEffect(movements.movements());
        reports.forEach(report -> builder.addHistory(
                report, location.equals(Optional.of(report)) ? HistoryStatus.IN_EFFECT : HistoryStatus.REPLACED));
        reports.forEach(report -> builder.addAnomalies(report.anomalies()));
        return builder.build("stay-" + step);
    }
}
