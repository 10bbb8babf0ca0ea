package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.Movement;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.MovementCorrected;

/**
 * One movement of a stay: told, told again (ZBE-1 and kind are the same), corrected, taken back. A correction or
 * cancellation that came before what it speaks of waits for it.
 */
final class MovementFold {

    final MovementKind kind;
    final Optional<Identifier> id;

    private final List<Envelope> told = new ArrayList<>();
    private final List<Envelope> acts = new ArrayList<>();

    private final Map<String, Detail> details = new LinkedHashMap<>();
    private final List<Telling> history = new ArrayList<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private Envelope lead;
    private Envelope lateness;
    private boolean cancelled;
    private boolean corrected;

    MovementFold(MovementKind kind, Optional<Identifier> id, Envelope first) {
        this.kind = kind;
        this.id = id;
        this.lead = first;
        this.lateness = first;
        told.add(first);
    }

    void toldAgain(Envelope envelope) {
        told.add(envelope);
    }

    void actedOnBy(Envelope envelope) {
        acts.add(envelope);
        settle(AsOf.NOW);
    }

    boolean isKnownBefore(Envelope envelope) {
        return first().position() < envelope.position();
    }

    Envelope first() {
        return told.getFirst();
    }

    /** Everything that was told of it, in the order in which it counts. */
    void settle(AsOf asOf) {
        details.clear();
        history.clear();
        anomalies.clear();
        lead = first();
        lateness = first();
        cancelled = false;
        corrected = false;
        List<Envelope> all = new ArrayList<>(told);
        all.addAll(acts);
        long firstTold = first().position();
        all.sort(Comparator.comparing((Envelope e) -> Math.max(e.position(), firstTold))
                .thenComparing(e -> e.position() == firstTold ? 0 : 1)
                .thenComparing(Envelope::position));
        for (Envelope envelope : all) {
            if (told.contains(envelope)) {
                told(envelope);
            } else if (envelope.event() instanceof MovementCorrected) {
                corrected(envelope);
            } else if (asOf.includes(envelope)) {
                cancelled = true;
                outdate(Standing.CANCELLED);
                history.add(Telling.of(envelope, Standing.CANCELS));
            }
            keepAnomalies(envelope);
        }
        history.sort(Comparator.comparing(telling -> telling.envelope().position()));
    }

    private void told(Envelope envelope) {
        List<Detail> said = Told.details(envelope.event());
        if (repeatsWhatWasCorrected(envelope, said)) {
            history.add(Telling.of(envelope, Standing.REPLACED));
            return;
        }
        if (!history.isEmpty()) {
            corrected |= !said.equals(List.copyOf(details.values()))
                    || !at().equals(envelope.occurredAt().toInstant());
            outdate(Standing.REPLACED);
            anomalies.removeIf(anomaly -> ofTheDate(anomaly.code()));
        }
        details.clear();
        said.forEach(detail -> details.put(detail.key(), detail));
        cancelled = false;
        lead = envelope;
        lateness = envelope;
        history.add(Telling.of(envelope, Standing.IN_EFFECT));
    }

    /** An interface that sends its original once more has not heard of the correction; it says nothing against it. */
    private boolean repeatsWhatWasCorrected(Envelope envelope, List<Detail> said) {
        return lead != lateness
                && !cancelled
                && envelope.occurredAt()
                        .toInstant()
                        .equals(lateness.occurredAt().toInstant())
                && said.equals(Told.details(lateness.event()));
    }

    private void corrected(Envelope envelope) {
        outdate(Standing.REPLACED);
        anomalies.removeIf(anomaly -> ofTheDate(anomaly.code()));
        Told.details(envelope.event()).forEach(detail -> details.put(detail.key(), detail));
        corrected = true;
        lead = envelope;
        history.add(Telling.of(envelope, cancelled ? Standing.CANCELLED : Standing.IN_EFFECT));
    }

    private void keepAnomalies(Envelope envelope) {
        envelope.anomalies().stream()
                .filter(anomaly -> !StepFold.waitsForItsTarget(anomaly) && !StayFold.followsFromTheRest(anomaly.code()))
                .filter(anomaly -> !anomalies.contains(anomaly))
                .forEach(anomalies::add);
    }

    private void outdate(Standing standing) {
        history.replaceAll(telling -> telling.standing() == Standing.IN_EFFECT
                ? new Telling(telling.envelope(), standing, telling.details(), telling.values())
                : telling);
    }

    private static boolean ofTheDate(Anomaly.Code code) {
        return code == Anomaly.Code.DATE_IMPLAUSIBLE || code == Anomaly.Code.DATE_IN_THE_FUTURE;
    }

    boolean counts(AsOf asOf) {
        return switch (kind) {
            case PRE_ADMISSION, DISCHARGE_PLAN -> asOf.includes(at()) || asOf.includes(first().recordedAt());
            case ADMISSION, TRANSFER, CLASS_CHANGE, DOCTOR_CHANGE, LEAVE_START, LEAVE_END, DISCHARGE ->
                asOf.includes(at());
        };
    }

    Instant at() {
        return lead.occurredAt().toInstant();
    }

    boolean stands() {
        return !cancelled;
    }

    boolean is(MovementKind other) {
        return kind == other;
    }

    Optional<String> says(String key) {
        return Optional.ofNullable(details.get(key)).flatMap(Detail::text);
    }

    Optional<Identifier> visitNumber() {
        return first().event() instanceof StayEvent event ? event.visit().number() : Optional.empty();
    }

    static Optional<Identifier> idOf(Envelope envelope) {
        return envelope.event() instanceof StayEvent event ? event.movement().map(Movement::id) : Optional.empty();
    }

    /** Puts what is known of it on an entry. */
    void describe(Draft draft) {
        draft.shows(lateness);
        if (lead != lateness) {
            draft.isCorrectedBy(lead);
        }
        draft.corrected |= corrected;
        draft.movement = draft.movement.or(() -> id.map(Identifier::value));
        draft.says(List.copyOf(details.values()));
        draft.flags(anomalies);
        remember(draft);
    }

    void remember(Draft draft) {
        history.forEach(telling -> draft.remembers(telling.envelope(), telling.standing()));
    }
}
