package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
 * A stay: its movements, what was taken back or corrected of them, and what follows for the stay as a whole.
 *
 * <p>Whom a cancellation or correction means, in this order: the event that it names ({@code corrects}); the movement
 * with its ZBE-1 and kind, also one told later; for a cancellation that found something when it was recorded, the
 * latest standing movement of its kind.
 */
final class StayFold {

    static final String STAY = "stay";

    private static final Comparator<MovementFold> AS_IT_HAPPENED =
            Comparator.comparing(MovementFold::at).thenComparing(m -> m.first().position());

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

    private record Key(MovementKind kind, String id) {}

    private final UUID step;
    private final AsOf asOf;
    private final List<MovementFold> movements;
    private final List<Envelope> unmatched = new ArrayList<>();
    private final List<Envelope> reassignments = new ArrayList<>();

    private StayFold(UUID step, List<Envelope> told, AsOf asOf) {
        this.step = step;
        this.asOf = asOf;
        List<Envelope> inLogOrder =
                told.stream().sorted(Comparator.comparing(Envelope::position)).toList();
        Map<Key, MovementFold> byKey = new LinkedHashMap<>();
        Map<EventId, MovementFold> byEvent = new HashMap<>();
        List<Envelope> acts = new ArrayList<>();
        for (Envelope envelope : inLogOrder) {
            if (!(envelope.event() instanceof StayEvent event)) {
                reassignments.add(envelope);
                continue;
            }
            Optional<MovementKind> tells = tells(event);
            if (tells.isEmpty()) {
                acts.add(envelope);
                continue;
            }
            Optional<Identifier> id = MovementFold.idOf(envelope);
            Key key = new Key(
                    tells.get(), id.map(i -> i.system() + '|' + i.value()).orElseGet(() -> envelope.id()
                            .toString()));
            MovementFold known = byKey.get(key);
            if (known == null) {
                known = new MovementFold(tells.get(), id, envelope);
                byKey.put(key, known);
            } else {
                known.toldAgain(envelope);
            }
            byEvent.put(envelope.id(), known);
        }
        movements = new ArrayList<>(byKey.values());
        movements.forEach(movement -> movement.settle(AsOf.NOW));
        match(acts, byEvent);
        movements.forEach(movement -> movement.settle(asOf));
        movements.removeIf(movement -> !movement.counts(asOf));
        unmatched.removeIf(envelope -> !asOf.includes(envelope));
        movements.sort(AS_IT_HAPPENED);
    }

    static StepFold.Folded fold(UUID step, List<Envelope> told, AsOf asOf) {
        return new StayFold(step, told, asOf).folded();
    }

    /** Surprises of one movement among the others: derived anew from all that is known, never taken from the event. */
    static boolean followsFromTheRest(Anomaly.Code code) {
        return switch (code) {
            case ADMITTED_TWICE,
                    TRANSFER_WITHOUT_ADMISSION,
                    DISCHARGE_WITHOUT_ADMISSION,
                    LEAVE_WITHOUT_ADMISSION,
                    LEAVE_END_WITHOUT_START,
                    AFTER_DISCHARGE -> true;
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
                    CANNOT_BE_SHOWN -> false;
        };
    }

    private void match(List<Envelope> acts, Map<EventId, MovementFold> byEvent) {
        List<Envelope> withoutName = new ArrayList<>();
        for (Envelope act : acts) {
            named(act, byEvent)
                    .ifPresentOrElse(
                            movement -> {
                                movement.actedOnBy(act);
                                byEvent.put(act.id(), movement);
                            },
                            () -> withoutName.add(act));
        }
        for (Envelope act : withoutName) {
            latest(act).ifPresentOrElse(movement -> movement.actedOnBy(act), () -> unmatched.add(act));
        }
    }

    private Optional<MovementFold> named(Envelope act, Map<EventId, MovementFold> byEvent) {
        Optional<MovementFold> corrected = act.corrects().map(byEvent::get);
        if (corrected.isPresent()) {
            return corrected;
        }
        Optional<Identifier> id = MovementFold.idOf(act);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Predicate<MovementFold> sameId =
                movement -> movement.id.filter(i -> i.isSameNumberAs(id.get())).isPresent();
        Optional<MovementKind> kind = meant((StayEvent) act.event());
        Stream<MovementFold> ofKind = movements.stream().filter(sameId).filter(m -> kind.isEmpty() || m.is(kind.get()));
        Optional<MovementFold> exact = lastOf(ofKind);
        boolean kindMayDiffer = act.event() instanceof MovementCorrected;
        return exact.isPresent() || !kindMayDiffer
                ? exact
                : lastOf(movements.stream().filter(sameId));
    }

    private Optional<MovementFold> latest(Envelope act) {
        boolean foundNothing = act.anomalies().stream().anyMatch(StepFold::waitsForItsTarget);
        if (foundNothing || act.event() instanceof MovementCorrected) {
            return Optional.empty();
        }
        Optional<MovementKind> kind = meant((StayEvent) act.event());
        return movements.stream()
                .filter(m -> kind.filter(m::is).isPresent() && m.stands() && m.isKnownBefore(act))
                .max(AS_IT_HAPPENED);
    }

    private static Optional<MovementFold> lastOf(Stream<MovementFold> found) {
        return found.max(Comparator.comparing(movement -> movement.first().position()));
    }

    private StepFold.Folded folded() {
        if (movements.isEmpty() && unmatched.isEmpty()) {
            return StepFold.Folded.NOTHING;
        }
        Optional<MovementFold> discharge = last(MovementKind.DISCHARGE);
        StepStatus status = status(discharge);
        List<Entry> entries = new ArrayList<>();
        List<MovementFold> leaves = new ArrayList<>();
        for (MovementFold movement : movements) {
            if (movement.is(MovementKind.LEAVE_START) || movement.is(MovementKind.LEAVE_END)) {
                leaves.add(movement);
            } else {
                entries.add(entry(movement, status, discharge).entry());
            }
        }
        entries.addAll(leaves(leaves, discharge));
        unmatched.forEach(envelope -> entries.add(ofNothingKnown(envelope)));
        entries.sort(Entry.AS_IT_HAPPENED);
        Stay stay = stay(status, discharge, entries);
        entries.addFirst(bar(stay));
        return new StepFold.Folded(entries, Optional.of(stay));
    }

    /** A discharge ends a stay, unless an admission that stands came after it. */
    private StepStatus status(Optional<MovementFold> discharge) {
        Optional<MovementFold> admission = last(MovementKind.ADMISSION);
        if (discharge.isPresent()) {
            return admission.filter(a -> a.at().isAfter(discharge.get().at())).isPresent()
                    ? StepStatus.IN_PROGRESS
                    : StepStatus.DONE;
        }
        if (admission.isPresent()) {
            return StepStatus.IN_PROGRESS;
        }
        boolean expected = any(m -> m.stands() && m.is(MovementKind.PRE_ADMISSION));
        if (any(m -> m.is(MovementKind.ADMISSION))) {
            // PAM FR 2.11: an A11 takes back the admission, an A38 the dossier; until then the patient is expected
            // again.
            return expected ? StepStatus.PLANNED : StepStatus.CANCELLED;
        }
        if (any(m -> m.stands() && !isPlan(m)) || unmatched.stream().anyMatch(StayFold::tellsOfBeingThere)) {
            return StepStatus.IN_PROGRESS;
        }
        return expected ? StepStatus.PLANNED : StepStatus.CANCELLED;
    }

    private Draft entry(MovementFold movement, StepStatus stay, Optional<MovementFold> discharge) {
        Draft draft = new Draft(step, KINDS.get(movement.kind), "done", movement.first());
        movement.describe(draft);
        draft.stay = Optional.of(new StayId(step));
        draft.starts(movement.at());
        if (!movement.is(MovementKind.CLASS_CHANGE)) {
            draft.forgets("class");
        }
        if (!movement.stands()) {
            draft.becomes(StepStatus.CANCELLED, "cancelled");
            return draft;
        }
        switch (movement.kind) {
            case PRE_ADMISSION ->
                draft.becomes(
                        switch (stay) {
                            case PLANNED -> StepStatus.PLANNED;
                            case IN_PROGRESS, DONE -> StepStatus.DONE;
                            case CANCELLED -> StepStatus.CANCELLED;
                        },
                        switch (stay) {
                            case PLANNED -> "planned";
                            case IN_PROGRESS, DONE -> "done";
                            case CANCELLED -> "cancelled";
                        });
            case DISCHARGE_PLAN ->
                draft.becomes(
                        discharge.isPresent() ? StepStatus.DONE : StepStatus.PLANNED,
                        discharge.isPresent() ? "done" : "planned");
            case ADMISSION, TRANSFER, CLASS_CHANGE, DOCTOR_CHANGE, LEAVE_START, LEAVE_END, DISCHARGE ->
                draft.becomes(StepStatus.DONE, "done");
        }
        structure(movement, discharge, draft);
        return draft;
    }

    private void structure(MovementFold movement, Optional<MovementFold> discharge, Draft draft) {
        boolean admitted = last(MovementKind.ADMISSION).isPresent();
        switch (movement.kind) {
            case ADMISSION -> {
                if (first(MovementKind.ADMISSION).filter(m -> m != movement).isPresent()) {
                    draft.flags(Anomaly.Code.ADMITTED_TWICE);
                }
            }
            case TRANSFER -> flagUnless(admitted, Anomaly.Code.TRANSFER_WITHOUT_ADMISSION, draft);
            case DISCHARGE -> flagUnless(admitted, Anomaly.Code.DISCHARGE_WITHOUT_ADMISSION, draft);
            case LEAVE_START -> flagUnless(admitted, Anomaly.Code.LEAVE_WITHOUT_ADMISSION, draft);
            case PRE_ADMISSION, CLASS_CHANGE, DOCTOR_CHANGE, LEAVE_END, DISCHARGE_PLAN -> {}
        }
        boolean after = discharge
                .filter(d -> d != movement && movement.at().isAfter(d.at()))
                .isPresent();
        if (after && !isPlan(movement)) {
            draft.flags(Anomaly.Code.AFTER_DISCHARGE);
        }
    }

    private static void flagUnless(boolean fine, Anomaly.Code code, Draft draft) {
        if (!fine) {
            draft.flags(code);
        }
    }

    /** A leave's start and end are one entry; an end belongs to the latest start before it. */
    private List<Entry> leaves(List<MovementFold> leaves, Optional<MovementFold> discharge) {
        List<Draft> drafts = new ArrayList<>();
        MovementFold open = null;
        Draft openDraft = null;
        for (MovementFold movement : leaves) {
            if (movement.is(MovementKind.LEAVE_START)) {
                Draft draft = entry(movement, StepStatus.DONE, discharge);
                drafts.add(draft);
                if (movement.stands()) {
                    draft.becomes(StepStatus.IN_PROGRESS, "on-leave");
                    open = movement;
                    openDraft = draft;
                }
            } else if (openDraft != null && open != null) {
                if (movement.stands()) {
                    openDraft.ends(movement.at());
                    openDraft.becomes(StepStatus.DONE, "back");
                    Draft end = entry(movement, StepStatus.DONE, discharge);
                    openDraft.takesRemarksOf(end);
                    openDraft = null;
                } else {
                    movement.remember(openDraft);
                }
            } else {
                Draft draft = entry(movement, StepStatus.DONE, discharge);
                if (movement.stands()) {
                    draft.flags(Anomaly.Code.LEAVE_END_WITHOUT_START);
                    draft.becomes(StepStatus.DONE, "back");
                }
                drafts.add(draft);
            }
        }
        return drafts.stream().map(Draft::entry).toList();
    }

    private Entry ofNothingKnown(Envelope envelope) {
        Draft draft = new Draft(
                step, meant((StayEvent) envelope.event()).map(KINDS::get).orElse("movement"), "cancelled", envelope);
        draft.stay = Optional.of(new StayId(step));
        draft.movement = MovementFold.idOf(envelope).map(Identifier::value);
        draft.starts(envelope.occurredAt().toInstant());
        draft.says(Told.details(envelope.event()));
        draft.flags(envelope.anomalies().stream()
                .filter(anomaly -> !followsFromTheRest(anomaly.code()))
                .toList());
        if (envelope.event() instanceof MovementCorrected) {
            draft.becomes(StepStatus.DONE, "done");
            draft.flags(Anomaly.Code.CORRECTS_NOTHING_KNOWN);
            draft.remembers(envelope, Standing.IN_EFFECT);
        } else {
            draft.becomes(StepStatus.CANCELLED, "cancelled");
            draft.flags(Anomaly.Code.CANCELS_NOTHING_KNOWN);
            draft.remembers(envelope, Standing.CANCELS);
        }
        return draft.entry();
    }

    private Stay stay(StepStatus status, Optional<MovementFold> discharge, List<Entry> entries) {
        Optional<MovementFold> entry = first(MovementKind.ADMISSION)
                .or(() -> firstOf(m -> m.stands() && !isPlan(m)))
                .or(() -> firstOf(m -> m.stands()))
                .or(() -> firstOf(m -> true));
        Instant start = entry.map(MovementFold::at)
                .orElseGet(() -> unmatched.getFirst().occurredAt().toInstant());
        Optional<Instant> end = status == StepStatus.DONE ? discharge.map(MovementFold::at) : Optional.empty();
        Optional<MovementFold> lastLeave =
                lastOfAll(m -> m.stands() && (m.is(MovementKind.LEAVE_START) || m.is(MovementKind.LEAVE_END)));
        return new Stay(
                new StayId(step),
                Stream.concat(movements.stream().map(MovementFold::first), unmatched.stream())
                        .flatMap(e -> ((StayEvent) e.event()).visit().number().stream())
                        .findFirst(),
                latest("class", m -> true),
                status,
                start,
                end,
                latest("unit", m -> !m.is(MovementKind.LEAVE_START) && !m.is(MovementKind.DISCHARGE)),
                latest("doctor", m -> true),
                status == StepStatus.IN_PROGRESS
                        && lastLeave.filter(m -> m.is(MovementKind.LEAVE_START)).isPresent(),
                entries.stream().map(Entry::id).toList());
    }

    /** What was said last of the stay as it went; of a stay that has not begun, what its plan says. */
    private Optional<String> latest(String key, Predicate<MovementFold> where) {
        return lastOfAll(m ->
                        m.stands() && !isPlan(m) && where.test(m) && m.says(key).isPresent())
                .or(() -> lastOfAll(m -> m.stands() && m.says(key).isPresent()))
                .or(() -> lastOfAll(m -> m.says(key).isPresent()))
                .flatMap(m -> m.says(key));
    }

    private Entry bar(Stay stay) {
        @Nullable
        MovementFold origin = first(MovementKind.ADMISSION)
                .or(() -> firstOf(m -> m.stands()))
                .or(() -> firstOf(m -> true))
                .orElse(null);
        Envelope first = origin == null ? unmatched.getFirst() : origin.first();
        Draft draft = new Draft(step, STAY, "", first);
        draft.stay = Optional.of(stay.id());
        draft.title = stay.visitNumber().map(Identifier::value);
        draft.starts(stay.start());
        stay.end().ifPresent(draft::ends);
        draft.becomes(stay.status(), stay.onLeave() ? "on-leave" : "stay-" + stageOf(stay.status()));
        stay.unit().ifPresent(unit -> draft.says(List.of(Detail.of("unit", unit))));
        stay.doctor().ifPresent(doctor -> draft.says(List.of(Detail.of("doctor", doctor))));
        stay.patientClass().ifPresent(c -> draft.says(List.of(Detail.of("class", c))));
        reassignments.forEach(envelope -> draft.remembers(envelope, Standing.IN_EFFECT));
        return draft.entry("stay-" + step);
    }

    private static String stageOf(StepStatus status) {
        return switch (status) {
            case PLANNED -> "planned";
            case IN_PROGRESS -> "in-progress";
            case DONE -> "done";
            case CANCELLED -> "cancelled";
        };
    }

    private Optional<MovementFold> first(MovementKind kind) {
        return firstOf(m -> m.is(kind) && m.stands());
    }

    private Optional<MovementFold> last(MovementKind kind) {
        return lastOfAll(m -> m.is(kind) && m.stands());
    }

    private Optional<MovementFold> firstOf(Predicate<MovementFold> which) {
        return movements.stream().filter(which).findFirst();
    }

    private Optional<MovementFold> lastOfAll(Predicate<MovementFold> which) {
        return movements.reversed().stream().filter(which).findFirst();
    }

    private boolean any(Predicate<MovementFold> which) {
        return movements.stream().anyMatch(which);
    }

    private static boolean isPlan(MovementFold movement) {
        return movement.is(MovementKind.PRE_ADMISSION) || movement.is(MovementKind.DISCHARGE_PLAN);
    }

    private static boolean tellsOfBeingThere(Envelope envelope) {
        return envelope.event() instanceof MovementCorrected corrected
                && corrected
                        .kind()
                        .filter(kind -> kind != MovementKind.PRE_ADMISSION && kind != MovementKind.DISCHARGE_PLAN)
                        .isPresent();
    }

    /** The movement that the event tells of; empty where it takes back or corrects one. */
    private static Optional<MovementKind> tells(StayEvent event) {
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
            case StayEvent.PreAdmissionCancelled e -> Optional.empty();
            case StayEvent.AdmissionCancelled e -> Optional.empty();
            case StayEvent.TransferCancelled e -> Optional.empty();
            case StayEvent.PatientClassChangeCancelled e -> Optional.empty();
            case StayEvent.ResponsibleDoctorChangeCancelled e -> Optional.empty();
            case StayEvent.LeaveStartCancelled e -> Optional.empty();
            case StayEvent.LeaveEndCancelled e -> Optional.empty();
            case StayEvent.DischargePlanCancelled e -> Optional.empty();
            case StayEvent.DischargeCancelled e -> Optional.empty();
            case MovementCorrected e -> Optional.empty();
        };
    }

    /** The kind of movement that the event speaks of, where it says. */
    private static Optional<MovementKind> meant(StayEvent event) {
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
            case StayEvent.PreAdmissionPlanned e -> tells(e);
            case StayEvent.PatientAdmitted e -> tells(e);
            case StayEvent.PatientTransferred e -> tells(e);
            case StayEvent.PatientClassChanged e -> tells(e);
            case StayEvent.ResponsibleDoctorChanged e -> tells(e);
            case StayEvent.LeaveStarted e -> tells(e);
            case StayEvent.LeaveEnded e -> tells(e);
            case StayEvent.DischargePlanned e -> tells(e);
            case StayEvent.PatientDischarged e -> tells(e);
        };
    }
}
