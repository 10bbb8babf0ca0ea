package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.parcours.events.Anomaly;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.Observation;
import org.parcours.events.StayId;
import org.parcours.events.StepStatus;

/** An entry in the making; lives inside one fold. */
final class Draft {

    private final UUID step;
    private final Envelope first;
    private final Map<String, Detail> details = new LinkedHashMap<>();
    private final Values values = new Values();
    private final Map<String, DocumentRef> documents = new LinkedHashMap<>();
    private final Set<Anomaly> anomalies = new LinkedHashSet<>();
    private final List<Telling> history = new ArrayList<>();

    String kind;
    StepStatus status = StepStatus.PLANNED;
    String stage;
    boolean corrected;
    Optional<String> title = Optional.empty();
    Optional<StayId> stay = Optional.empty();
    Optional<String> movement = Optional.empty();
    private Envelope lead;
    private boolean late;
    private @Nullable Instant start;
    private @Nullable Instant end;

    /** @param first the first told of the events behind the entry: names it */
    Draft(UUID step, String kind, String stage, Envelope first) {
        this.step = step;
        this.kind = kind;
        this.stage = stage;
        this.first = first;
        this.lead = first;
        this.late = first.isLate();
    }

    /** The entry now shows what this event told. */
    void shows(Envelope envelope) {
        lead = envelope;
        late = envelope.isLate();
        envelope.stay().ifPresent(told -> stay = Optional.of(told));
    }

    /** As {@link #shows}; a correction is told after the fact by its nature, so it makes nothing late. */
    void isCorrectedBy(Envelope envelope) {
        lead = envelope;
        corrected = true;
        envelope.stay().ifPresent(told -> stay = Optional.of(told));
    }

    void becomes(StepStatus next, String nextStage) {
        status = next;
        stage = nextStage;
    }

    /** What it does not say stays as it was. */
    void says(List<Detail> told) {
        told.forEach(detail -> details.put(detail.key(), detail));
    }

    void forgetsDetails() {
        details.clear();
    }

    void forgets(String key) {
        details.remove(key);
    }

    Values.Taken measures(Collection<Observation> told, Values.Rank rank) {
        return values.take(told, rank);
    }

    void forgetsValues() {
        values.forget();
        documents.clear();
    }

    void names(Optional<DocumentRef> document) {
        document.ifPresent(d -> documents.put(d.sha256(), d));
    }

    void namesOnly(Optional<DocumentRef> document) {
        document.ifPresent(d -> {
            documents.clear();
            documents.put(d.sha256(), d);
        });
    }

    void flags(Collection<Anomaly> told) {
        anomalies.addAll(told);
    }

    void flags(Anomaly.Code code) {
        if (anomalies.stream().noneMatch(anomaly -> anomaly.code() == code)) {
            anomalies.add(Anomaly.of(code));
        }
    }

    void remembers(Envelope envelope, Standing standing) {
        history.add(Telling.of(envelope, standing));
    }

    /** What was told of this kind of thing so far no longer holds. */
    void outdates(Predicate<Envelope> which, Standing standing) {
        history.replaceAll(telling -> telling.standing() == Standing.IN_EFFECT && which.test(telling.envelope())
                ? new Telling(telling.envelope(), standing, telling.details(), telling.values())
                : telling);
    }

    void starts(Instant at) {
        start = at;
    }

    void starts(Optional<OffsetDateTime> at) {
        at.ifPresent(time -> start = time.toInstant());
    }

    void startsUnlessKnown(Instant at) {
        if (start == null) {
            start = at;
        }
    }

    void ends(Instant at) {
        end = at;
    }

    void ends(Optional<OffsetDateTime> at) {
        at.ifPresent(time -> end = time.toInstant());
    }

    void endsOpen() {
        end = null;
    }

    /** The end of something that began here: what is odd about it, and its history. */
    void takesRemarksOf(Draft end) {
        anomalies.addAll(end.anomalies);
        history.addAll(end.history);
        corrected |= end.corrected;
        late |= end.late;
    }

    Entry entry() {
        return entry(first.id().toString());
    }

    Entry entry(String id) {
        Instant begins = start == null ? lead.occurredAt().toInstant() : start;
        Optional<Instant> ends = Optional.ofNullable(end).filter(e -> e.isAfter(begins));
        history.sort(Comparator.comparing(telling -> telling.envelope().position()));
        values.shown().forEach(value -> names(value.document()));
        return new Entry(
                id,
                step,
                stay,
                kind,
                title,
                status,
                stage,
                begins,
                ends,
                lead.occurredAt(),
                lead.recordedAt(),
                lead.reporter(),
                late,
                corrected,
                movement,
                List.copyOf(details.values()),
                values.shown(),
                List.copyOf(documents.values()),
                List.copyOf(anomalies),
                history);
    }
}
