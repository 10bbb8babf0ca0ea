package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.MovementCorrected;
import org.parcours.events.StayId;
import org.parcours.events.StepStatus;

/**
 * Folds the movements of a stay, and the state of the stay that follows from them.
 *
 * <p>The target of a correction or cancellation is, in this order: the event that it names ({@code corrects}); the
 * movement with its ZBE-1 and kind, even one recorded later; for a cancellation whose target was known when it was
 * recorded, the latest movement of its kind that is in effect; for one that was recorded before its target, the latest
 * movement of its kind that was reported before it.
 */
final class StayFold {

    static final String STAY = "stay";

    /** A date without a time of day: an admission begins that day, a discharge ends it. */
    private static final Comparator<SingleMovementFold> CHRONOLOGICAL = Comparator.comparing(
                    SingleMovementFold::orderingTime)
            .thenComparing(m -> m.isKind(MovementKind.ADMISSION) ? 0 : m.isKind(MovementKind.DISCHARGE) ? 2 : 1)
            .thenComparing(m -> m.firstReport().position());

    private static final Map<MovementKind, String> KINDS = new EnumMap<>(Map.of(
            MovementKind.PRE_ADMISSION, "pre-admission",
            MovementKind.ADMISSION, "admission",
            MovementKind.TRANSFER, "transfer",
            MovementKind.CLASS_CHANGE, "class-change",
            MovementKind.DOCTOR_CHANGE, "doctor-change",
            MovementKind.LEAVE_START, "leave",
            MovementKind.LEAVE_END, "leave",
            MovementKind.DISCHARGE_PLAN, "discharge-plan",
            MovementKind.DISCHARGE, "discharge"));

    private record MovementKey(MovementKind kind, String id) {}

    private final UUID step;
    private final ValidTimeCutoff cutoff;
    private final List<SingleMovementFold> movements;
    private final List<Envelope> unmatched = new ArrayList<>();
    private final LocationReportList locationReports;
    private final List<Envelope> reassignments = new ArrayList<>();
    private final Set<Identifier> numbers = new LinkedHashSet<>();

    private StayFold(UUID step, List<Envelope> events, ValidTimeCutoff cutoff) {
        this.step = step;
        this.cutoff = cutoff;
        List<Envelope> inLogOrder =
                events.stream().sorted(Comparator.comparing(Envelope::position)).toList();
        locationReports = LocationReportList.of(inLogOrder, cutoff);
        inLogOrder.forEach(envelope -> {
            if (envelope.event() instanceof StayEvent event) {
                numbers.addAll(event.visit().numbers());
            }
        });
        Map<MovementKey, SingleMovementFold> byKey = new LinkedHashMap<>();
        Map<EventId, SingleMovementFold> byEvent = new HashMap<>();
        List<Envelope> amendments = new ArrayList<>();
        for (Envelope envelope : inLogOrder) {
            if (!(envelope.event() instanceof StayEvent event)) {
                reassignments.add(envelope);
                continue;
            }
            if (event instanceof StayEvent.LocationReported) {
                continue;
            }
            Optional<MovementKind> kind = reportedKind(event);
            if (kind.isEmpty()) {
                amendments.add(envelope);
                continue;
            }
            Optional<Identifier> id = SingleMovementFold.idOf(envelope);
            MovementKey key = new MovementKey(
                    kind.get(),
                    id.map(this::movementName)
                            // A stay has one expected admission and one expected discharge: reported again, it is
                            // moved.
                            .orElseGet(() ->
                                    isPlan(kind.get()) ? "" : envelope.id().toString()));
            SingleMovementFold known = byKey.get(key);
            if (known == null && id.isEmpty() && isPlan(kind.get())) {
                known = envelope.corrects()
                        .map(byEvent::get)
                        .filter(plan -> plan.isKind(kind.get()))
                        .orElse(null);
            }
            if (known == null) {
                known = new SingleMovementFold(kind.get(), id, envelope);
                byKey.put(key, known);
            } else {
                known.addReport(envelope);
            }
            byEvent.put(envelope.id(), known);
        }
        movements = new ArrayList<>(byKey.values());
        movements.forEach(movement -> movement.recompute(ValidTimeCutoff.NONE));
        matchAmendments(amendments, byEvent);
        movements.forEach(movement -> movement.recompute(cutoff));
        movements.removeIf(movement -> !movement.isIncludedBy(cutoff));
        unmatched.removeIf(envelope -> !cutoff.includes(envelope));
        placeDatesWithoutTime();
        movements.sort(CHRONOLOGICAL);
    }

    /** A movement without an id of its own is named by its stay's number, of which there may be several. */
    private String movementName(Identifier id) {
        return numbers.stream()
                .filter(number -> numbers.size() > 1
                        && id.system().equals(number.system())
                        && id.value().startsWith(number.value() + '#'))
                .map(number -> id.value().substring(number.value().length()))
                .findFirst()
                .orElseGet(() -> id.system() + '|' + id.value());
    }

    /** A transfer whose time of day is unknown follows the admission of that day. */
    private void placeDatesWithoutTime() {
        List<SingleMovementFold> admissions = movements.stream()
                .filter(movement -> movement.isKind(MovementKind.ADMISSION) && movement.isInEffect())
                .toList();
        movements.forEach(movement -> admissions.forEach(movement::placeAfter));
    }

    static StepEventsFold.FoldResult fold(UUID step, List<Envelope> events, ValidTimeCutoff cutoff) {
        return new StayFold(step, events, cutoff).result();
    }

    /** Anomalies in the sequence of movements. They are derived again at each fold and never copied from the event. */
    static boolean isDerived(Anomaly.Code code) {
        return switch (code) {
            case ADMITTED_TWICE,
                    TRANSFER_WITHOUT_ADMISSION,
                    DISCHARGE_WITHOUT_ADMISSION,
                    LEAVE_WITHOUT_ADMISSION,
                    LEAVE_END_WITHOUT_START,
                    AFTER_DISCHARGE,
                    END_BEFORE_START -> true;
            case MESSAGE_ID_REUSED,
                    IDENTIFIERS_OF_TWO_PATIENTS,
                    STAY_OF_ANOTHER_PATIENT,
                    STEP_OF_ANOTHER_PATIENT,
                    NO_VISIT_NUMBER,
                    MOVEMENT_RESENT,
                    CANCELS_NOTHING_KNOWN,
                    CORRECTS_NOTHING_KNOWN,
                    MERGED_WITH_ITSELF,
                    DATE_IMPLAUSIBLE,
                    DATE_IN_THE_FUTURE,
                    ANOTHER_PERSON_UNDER_THIS_NUMBER,
                    SENDER_CLOCK_AHEAD,
                    TIME_DOES_NOT_EXIST,
                    TIME_AMBIGUOUS,
                    TIME_INVALID,
                    SWAP_OF_ONE_PATIENT,
                    UNREAD_MAY_CHANGE_MEANING,
                    CHARACTER_SET_GUESSED,
                    ATTACHMENT_UNREADABLE,
                    CANCELLED_AFTER_PERFORMED,
                    DISCHARGE_TIME_UNKNOWN,
                    OLDER_VERSION,
                    MOVED_TO_ANOTHER_PATIENT,
                    MOVED_FROM_ANOTHER_PATIENT,
                    CANNOT_BE_SHOWN -> false;
        };
    }

    private void matchAmendments(List<Envelope> amendments, Map<EventId, SingleMovementFold> byEvent) {
        List<Envelope> untargeted = new ArrayList<>();
        for (Envelope amendment : amendments) {
            findTarget(amendment, byEvent)
                    .ifPresentOrElse(
                            movement -> {
                                movement.addAmendment(amendment);
                                byEvent.put(amendment.id(), movement);
                            },
                            () -> untargeted.add(amendment));
        }
        untargeted.sort(Comparator.comparing(amendment -> amendment.reportedAt().orElse(Instant.MIN)));
        for (Envelope amendment : untargeted) {
            latestOfKind(amendment)
                    .or(() -> recordedLater(amendment))
                    .ifPresentOrElse(movement -> movement.addAmendment(amendment), () -> unmatched.add(amendment));
        }
    }

    private Optional<SingleMovementFold> findTarget(Envelope amendment, Map<EventId, SingleMovementFold> byEvent) {
        Optional<SingleMovementFold> corrected = amendment.corrects().map(byEvent::get);
        if (corrected.isPresent()) {
            return corrected;
        }
        Optional<Identifier> id = SingleMovementFold.idOf(amendment);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Predicate<SingleMovementFold> sameId =
                movement -> movement.id.map(this::movementName).equals(Optional.of(movementName(id.get())));
        Optional<MovementKind> kind = targetKind((StayEvent) amendment.event());
        Optional<SingleMovementFold> exact =
                lastRecorded(sameId.and(movement -> kind.isEmpty() || movement.isKind(kind.get())));
        return amendment.event() instanceof MovementCorrected ? exact.or(() -> lastRecorded(sameId)) : exact;
    }

    private Optional<SingleMovementFold> latestOfKind(Envelope amendment) {
        boolean hadNoTarget = amendment.anomalies().stream().anyMatch(StepEventsFold::isMissingTarget);
        if (hadNoTarget || amendment.event() instanceof MovementCorrected) {
            return Optional.empty();
        }
        Optional<MovementKind> kind = targetKind((StayEvent) amendment.event());
        return movements.stream()
                .filter(m -> kind.filter(m::isKind).isPresent() && m.isInEffect() && m.isRecordedBefore(amendment))
                .max(CHRONOLOGICAL);
    }

    /**
     * For a cancellation that came before its movement: without the times of report nothing shows that the movement is
     * the one cancelled.
     */
    private Optional<SingleMovementFold> recordedLater(Envelope amendment) {
        if (amendment.event() instanceof MovementCorrected
                || amendment.reportedAt().isEmpty()) {
            return Optional.empty();
        }
        Optional<MovementKind> kind = targetKind((StayEvent) amendment.event());
        boolean hasId = SingleMovementFold.idOf(amendment).isPresent();
        return movements.stream()
                .filter(movement -> kind.filter(movement::isKind).isPresent()
                        && movement.isInEffect()
                        && !movement.isRecordedBefore(amendment)
                        && !(hasId && movement.id.isPresent()))
                .filter(movement -> movement.firstReport()
                        .reportedAt()
                        .filter(at -> !at.isAfter(amendment.reportedAt().get()))
                        .isPresent())
                .max(Comparator.comparing(
                        movement -> movement.firstReport().reportedAt().orElseThrow()));
    }

    private Optional<SingleMovementFold> lastRecorded(Predicate<SingleMovementFold> filter) {
        return movements.stream().filter(filter).max(Comparator.comparing(movement -> movement.firstReport()
                .position()));
    }

    private StepEventsFold.FoldResult result() {
        if (movements.isEmpty()
                && unmatched.isEmpty()
                && locationReports.presence().isEmpty()) {
            return StepEventsFold.FoldResult.EMPTY;
        }
        Optional<SingleMovementFold> discharge = last(MovementKind.DISCHARGE);
        StepStatus status = status(discharge);
        List<TimelineEntry> entries = new ArrayList<>();
        List<SingleMovementFold> leaves = new ArrayList<>();
        for (SingleMovementFold movement : movements) {
            if (movement.isKind(MovementKind.LEAVE_START) || movement.isKind(MovementKind.LEAVE_END)) {
                leaves.add(movement);
            } else {
                entries.add(entryBuilder(movement, status, discharge).build());
            }
        }
        LeaveFold leaveFold = new LeaveFold(
                leaves, this::isSameMovement, movement -> entryBuilder(movement, StepStatus.DONE, discharge));
        entries.addAll(leaveFold.entries(discharge));
        unmatched.forEach(envelope -> entries.add(unmatchedEntry(envelope)));
        entries.sort(TimelineEntry.CHRONOLOGICAL);
        if (isUnknown()) {
            return new StepEventsFold.FoldResult(entries, Optional.empty());
        }
        Stay stay = stay(status, discharge, leaveFold.isOpen(), entries);
        entries.addFirst(stayEntry(stay));
        return new StepEventsFold.FoldResult(entries, Optional.of(stay));
    }

    /** Cancellations of an unknown visit show no stay. */
    private boolean isUnknown() {
        return movements.isEmpty()
                && locationReports.presence().isEmpty()
                && unmatched.stream().noneMatch(envelope -> envelope.event() instanceof MovementCorrected);
    }

    /** A discharge ends the stay, unless the patient was admitted again. */
    private StepStatus status(Optional<SingleMovementFold> discharge) {
        Optional<SingleMovementFold> admission = last(MovementKind.ADMISSION);
        if (discharge.isPresent()) {
            return admission.filter(a -> isReadmission(a, discharge.get())).isPresent()
                    ? StepStatus.IN_PROGRESS
                    : StepStatus.DONE;
        }
        if (admission.isPresent()) {
            return StepStatus.IN_PROGRESS;
        }
        boolean expected = any(m -> m.isInEffect() && m.isKind(MovementKind.PRE_ADMISSION));
        if (any(m -> m.isKind(MovementKind.ADMISSION))) {
            // PAM FR 2.11: an A11 cancels the admission, an A38 the dossier; until then the patient is expected.
            return expected ? StepStatus.PLANNED : StepStatus.CANCELLED;
        }
        boolean present = any(m -> m.isInEffect() && !isPlan(m))
                || unmatched.stream().anyMatch(StayFold::impliesPresence)
                || movements.isEmpty() && !locationReports.presence().isEmpty();
        if (present) {
            return StepStatus.IN_PROGRESS;
        }
        return expected ? StepStatus.PLANNED : StepStatus.CANCELLED;
    }

    /**
     * An admission after the discharge is another one only if the patient had been admitted before, or if the discharge
     * was reported first. Otherwise the discharge ends this admission, with a date that is before its start.
     */
    private boolean isReadmission(SingleMovementFold admission, SingleMovementFold discharge) {
        if (!admission.isCertainlyAfter(discharge) || isNamedByStay(admission) && isNamedByStay(discharge)) {
            return false;
        }
        boolean admittedBefore = any(m ->
                m.isKind(MovementKind.ADMISSION) && m.isInEffect() && m != admission && !m.isCertainlyAfter(discharge));
        return admittedBefore || admission.isFirstReportedAfter(discharge);
    }

    /** A state of the stay (FHIR Encounter) has one admission and one discharge, whose ids are made of its number. */
    private boolean isNamedByStay(SingleMovementFold movement) {
        return movement.id
                .filter(id -> numbers.stream()
                        .anyMatch(number -> id.system().equals(number.system())
                                && id.value().startsWith(number.value() + '#')))
                .isPresent();
    }

    private boolean isSameMovement(SingleMovementFold one, SingleMovementFold other) {
        return one.id
                .map(this::movementName)
                .filter(name ->
                        other.id.map(this::movementName).filter(name::equals).isPresent())
                .isPresent();
    }

    private EntryBuilder entryBuilder(
            SingleMovementFold movement, StepStatus stay, Optional<SingleMovementFold> discharge) {
        EntryBuilder builder = new EntryBuilder(step, KINDS.get(movement.kind), "done", movement.firstReport());
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
            case PRE_ADMISSION -> builder.setStatus(stay == StepStatus.IN_PROGRESS ? StepStatus.DONE : stay);
            case DISCHARGE_PLAN -> builder.setStatus(discharge.isPresent() ? StepStatus.DONE : StepStatus.PLANNED);
            case ADMISSION, TRANSFER, CLASS_CHANGE, DOCTOR_CHANGE, LEAVE_START, LEAVE_END, DISCHARGE ->
                builder.setStatus(StepStatus.DONE);
        }
        addSequenceAnomalies(movement, discharge, builder);
        return builder;
    }

    private void addSequenceAnomalies(
            SingleMovementFold movement, Optional<SingleMovementFold> discharge, EntryBuilder builder) {
        boolean admitted = last(MovementKind.ADMISSION).isPresent();
        switch (movement.kind) {
            case ADMISSION -> {
                if (first(MovementKind.ADMISSION).filter(m -> m != movement).isPresent()) {
                    builder.addAnomaly(Anomaly.Code.ADMITTED_TWICE);
                }
            }
            case TRANSFER -> addAnomalyUnless(admitted, Anomaly.Code.TRANSFER_WITHOUT_ADMISSION, builder);
            case DISCHARGE -> {
                addAnomalyUnless(admitted, Anomaly.Code.DISCHARGE_WITHOUT_ADMISSION, builder);
                if (first(MovementKind.ADMISSION)
                        .filter(admission -> admission.isCertainlyAfter(movement))
                        .isPresent()) {
                    builder.addAnomaly(Anomaly.Code.END_BEFORE_START);
                }
            }
            case LEAVE_START -> addAnomalyUnless(admitted, Anomaly.Code.LEAVE_WITHOUT_ADMISSION, builder);
            case PRE_ADMISSION, CLASS_CHANGE, DOCTOR_CHANGE, LEAVE_END, DISCHARGE_PLAN -> {}
        }
        boolean isAfterDischarge = discharge
                .filter(d -> d != movement && movement.isCertainlyAfter(d))
                .isPresent();
        if (isAfterDischarge && !isPlan(movement)) {
            builder.addAnomaly(Anomaly.Code.AFTER_DISCHARGE);
        }
    }

    private static void addAnomalyUnless(boolean condition, Anomaly.Code code, EntryBuilder builder) {
        if (!condition) {
            builder.addAnomaly(code);
        }
    }

    private TimelineEntry unmatchedEntry(Envelope envelope) {
        EntryBuilder builder = new EntryBuilder(
                step,
                targetKind((StayEvent) envelope.event()).map(KINDS::get).orElse("movement"),
                "cancelled",
                envelope);
        builder.stay = isUnknown() ? Optional.empty() : Optional.of(new StayId(step));
        builder.movement = SingleMovementFold.idOf(envelope).map(Identifier::value);
        builder.startAt(EntryTime.of(envelope));
        builder.putDetails(EventDetailExtractor.details(envelope.event()));
        builder.addAnomalies(envelope.anomalies().stream()
                .filter(anomaly -> !isDerived(anomaly.code()))
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
        if (isUnknown() && envelope.equals(unmatched.getFirst())) {
            // There is no entry of the stay that shows them.
            Stream.concat(reassignments.stream(), locationReports.reports().stream())
                    .forEach(other -> builder.addHistory(other, HistoryStatus.IN_EFFECT));
        }
        return builder.build();
    }

    private Stay stay(
            StepStatus status, Optional<SingleMovementFold> discharge, boolean onLeave, List<TimelineEntry> entries) {
        Optional<SingleMovementFold> origin = first(MovementKind.ADMISSION)
                .or(() -> firstOf(m -> m.isInEffect() && !isPlan(m)))
                .or(() -> firstOf(SingleMovementFold::isInEffect))
                .or(() -> firstOf(m -> true));
        EntryTime start = origin.map(SingleMovementFold::time).orElseGet(() -> EntryTime.of(firstAmendmentOrReport()));
        Optional<EntryTime> end =
                status == StepStatus.DONE ? discharge.map(SingleMovementFold::time) : Optional.empty();
        return new Stay(
                new StayId(step),
                Stream.of(
                                movements.stream().map(SingleMovementFold::firstReport),
                                unmatched.stream(),
                                locationReports.reports().stream())
                        .flatMap(Function.identity())
                        .flatMap(e -> ((StayEvent) e.event()).visit().number().stream())
                        .findFirst(),
                latestDetail("class", m -> true).or(locationReports::patientClass),
                status,
                start,
                end,
                locationReports
                        .inEffect(movements)
                        .flatMap(LocationReportList::unit)
                        .or(() -> latestDetail(
                                "unit", m -> !m.isKind(MovementKind.LEAVE_START) && !m.isKind(MovementKind.DISCHARGE))),
                latestDetail("doctor", m -> true),
                status == StepStatus.IN_PROGRESS && onLeave,
                entries.stream().map(TimelineEntry::id).toList());
    }

    private Envelope firstAmendmentOrReport() {
        return Stream.concat(unmatched.stream(), locationReports.presence().stream())
                .findFirst()
                .orElseThrow();
    }

    /** The latest value among the movements of the stay; before it starts, that of its pre-admission. */
    private Optional<String> latestDetail(String key, Predicate<SingleMovementFold> filter) {
        return lastOf(m -> m.isInEffect()
                        && !isPlan(m)
                        && filter.test(m)
                        && m.detail(key).isPresent())
                .or(() -> lastOf(m -> m.isInEffect() && m.detail(key).isPresent()))
                .or(() -> lastOf(m -> m.detail(key).isPresent()))
                .flatMap(m -> m.detail(key));
    }

    private TimelineEntry stayEntry(Stay stay) {
        Envelope first = first(MovementKind.ADMISSION)
                .or(() -> firstOf(SingleMovementFold::isInEffect))
                .or(() -> firstOf(m -> true))
                .map(SingleMovementFold::firstReport)
                .orElseGet(this::firstAmendmentOrReport);
        EntryBuilder builder = new EntryBuilder(step, STAY, "", first);
        builder.stay = Optional.of(stay.id());
        builder.title = stay.visitNumber().map(Identifier::value);
        builder.startAt(stay.startTime());
        stay.endTime().ifPresent(builder::endAt);
        builder.setStatus(stay.status(), stay.onLeave() ? "on-leave" : "stay-" + TimelineEntry.code(stay.status()));
        stay.unit().ifPresent(unit -> builder.putDetails(List.of(EntryDetail.of("unit", unit))));
        stay.doctor().ifPresent(doctor -> builder.putDetails(List.of(EntryDetail.of("doctor", doctor))));
        stay.patientClass().ifPresent(c -> builder.putDetails(List.of(EntryDetail.of("class", c))));
        reassignments.forEach(envelope -> builder.addHistory(envelope, HistoryStatus.IN_EFFECT));
        Optional<Envelope> location = locationReports.inEffect(movements);
        locationReports
                .reports()
                .forEach(envelope -> builder.addHistory(
                        envelope,
                        location.equals(Optional.of(envelope)) ? HistoryStatus.IN_EFFECT : HistoryStatus.REPLACED));
        locationReports.reports().forEach(report -> builder.addAnomalies(report.anomalies()));
        return builder.build("stay-" + step);
    }

    private Optional<SingleMovementFold> first(MovementKind kind) {
        return firstOf(m -> m.isKind(kind) && m.isInEffect());
    }

    private Optional<SingleMovementFold> last(MovementKind kind) {
        return lastOf(m -> m.isKind(kind) && m.isInEffect());
    }

    private Optional<SingleMovementFold> firstOf(Predicate<SingleMovementFold> filter) {
        return movements.stream().filter(filter).findFirst();
    }

    private Optional<SingleMovementFold> lastOf(Predicate<SingleMovementFold> filter) {
        return movements.reversed().stream().filter(filter).findFirst();
    }

    private boolean any(Predicate<SingleMovementFold> filter) {
        return movements.stream().anyMatch(filter);
    }

    static boolean isPlan(SingleMovementFold movement) {
        return isPlan(movement.kind);
    }

    private static boolean isPlan(MovementKind kind) {
        return kind == MovementKind.PRE_ADMISSION || kind == MovementKind.DISCHARGE_PLAN;
    }

    private static boolean impliesPresence(Envelope envelope) {
        return envelope.event() instanceof MovementCorrected corrected
                && corrected.kind().filter(kind -> !isPlan(kind)).isPresent();
    }

    /** The kind of movement that the event reports; empty for corrections and cancellations. */
    private static Optional<MovementKind> reportedKind(StayEvent event) {
        return switch (event) {
            case StayEvent.PreAdmissionPlanned e -> Optional.of(MovementKind.PRE_ADMISSION);
            case StayEvent.PatientAdmitted e -> Optional.of(MovementKind.ADMISSION);
            case StayEvent.PatientTransferred e -> Optional.of(MovementKind.TRANSFER);
            case StayEvent.PatientClassChanged e -> Optional.of(MovementKind.CLASS_CHANGE);
            case StayEvent.ResponsibleDoctorChanged e -> Optional.of(MovementKind.DOCTOR_CHANGE);
            case StayEvent.LeaveStarted e -> Optional.of(MovementKind.LEAVE_START);
            case StayEvent.LeaveEnded e -> Optional.of(MovementKind.LEAVE_END);
            case StayEvent.DischargePlanned e -> Optional.of(MovementKind.DISCHARGE_PLAN);
            case StayEvent.PatientDischarged e -> Optional.of(MovementKind.DISCHARGE);
            case StayEvent.PreAdmissionCancelled _, StayEvent.AdmissionCancelled _ -> Optional.empty();
            case StayEvent.TransferCancelled _, StayEvent.PatientClassChangeCancelled _ -> Optional.empty();
            case StayEvent.ResponsibleDoctorChangeCancelled _, MovementCorrected _ -> Optional.empty();
            case StayEvent.LeaveStartCancelled _, StayEvent.LeaveEndCancelled _ -> Optional.empty();
            case StayEvent.DischargePlanCancelled _, StayEvent.DischargeCancelled _ -> Optional.empty();
            case StayEvent.LocationReported _ -> Optional.empty();
        };
    }

    /** The kind of movement that the event concerns; empty for a correction without a kind. */
    private static Optional<MovementKind> targetKind(StayEvent event) {
        return switch (event) {
            case StayEvent.PreAdmissionCancelled e -> Optional.of(MovementKind.PRE_ADMISSION);
            case StayEvent.AdmissionCancelled e -> Optional.of(MovementKind.ADMISSION);
            case StayEvent.TransferCancelled e -> Optional.of(MovementKind.TRANSFER);
            case StayEvent.PatientClassChangeCancelled e -> Optional.of(MovementKind.CLASS_CHANGE);
            case StayEvent.ResponsibleDoctorChangeCancelled e -> Optional.of(MovementKind.DOCTOR_CHANGE);
            case StayEvent.LeaveStartCancelled e -> Optional.of(MovementKind.LEAVE_START);
            case StayEvent.LeaveEndCancelled e -> Optional.of(MovementKind.LEAVE_END);
            case StayEvent.DischargePlanCancelled e -> Optional.of(MovementKind.DISCHARGE_PLAN);
            case StayEvent.DischargeCancelled e -> Optional.of(MovementKind.DISCHARGE);
            case MovementCorrected e -> e.kind();
            case StayEvent.PreAdmissionPlanned _, StayEvent.PatientAdmitted _ -> reportedKind(event);
            case StayEvent.PatientTransferred _, StayEvent.PatientClassChanged _ -> reportedKind(event);
            case StayEvent.ResponsibleDoctorChanged _ -> reportedKind(event);
            case StayEvent.LeaveStarted _, StayEvent.LeaveEnded _ -> reportedKind(event);
            case StayEvent.DischargePlanned _, StayEvent.PatientDischarged _ -> reportedKind(event);
            case StayEvent.LocationReported _ -> Optional.empty();
        };
    }
}
