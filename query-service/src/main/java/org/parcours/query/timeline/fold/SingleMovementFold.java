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
import org.parcours.events.MovementKind;
import org.parcours.events.MovementReference;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.MovementCorrected;

/**
 * Folds one movement of a stay: its reports (all with the same ZBE-1 and kind), corrections and cancellations. A
 * correction or cancellation that arrives before its movement is applied once the movement arrives.
 */
final class SingleMovementFold {

    final MovementKind kind;
    final Optional<Identifier> id;

    private final List<Envelope> reports = new ArrayList<>();
    private final List<Envelope> amendments = new ArrayList<>();

    private final Map<String, EntryDetail> details = new LinkedHashMap<>();
    private final List<HistoryEntry> history = new ArrayList<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private Envelope shownEvent;
    private Envelope latestReport;
    private boolean cancelled;
    private boolean corrected;
    private Optional<Instant> earliest = Optional.empty();

    SingleMovementFold(MovementKind kind, Optional<Identifier> id, Envelope first) {
        this.kind = kind;
        this.id = id;
        this.shownEvent = first;
        this.latestReport = first;
        reports.add(first);
    }

    void addReport(Envelope envelope) {
        reports.add(envelope);
    }

    void addAmendment(Envelope envelope) {
        amendments.add(envelope);
        recompute(ValidTimeCutoff.NONE);
    }

    boolean isRecordedBefore(Envelope envelope) {
        return firstReport().position() < envelope.position();
    }

    Envelope firstReport() {
        return reports.getFirst();
    }

    /**
     * Applies all reports and amendments again, by their time of report or else in log order, but none before the first
     * report, and a report after the cancellations that it follows by its time of report.
     */
    void recompute(ValidTimeCutoff cutoff) {
        details.clear();
        history.clear();
        anomalies.clear();
        shownEvent = firstReport();
        latestReport = firstReport();
        cancelled = false;
        corrected = false;
        List<Envelope> all = new ArrayList<>(reports);
        all.addAll(amendments);
        long firstPosition = firstReport().position();
        all.sort(Comparator.comparing(this::isReportedAfterCancellation)
                .thenComparing((Envelope e) -> Math.max(e.position(), firstPosition))
                .thenComparing(e -> e.position() == firstPosition ? 0 : 1)
                .thenComparing(Envelope::position));
        sortByTimeOfReport(all);
        List<Envelope> appliedReports = new ArrayList<>();
        List<Envelope> cancellations = new ArrayList<>();
        for (Envelope envelope : all) {
            if (reports.contains(envelope)) {
                appliedReports.add(envelope);
                applyReport(envelope, cancellations);
            } else if (envelope.event() instanceof MovementCorrected) {
                applyCorrection(envelope);
            } else if (cutoff.includes(envelope)) {
                cancellations.add(envelope);
                applyCancellation(envelope, appliedReports);
            }
            addAnomalies(envelope);
        }
        history.sort(Comparator.comparing(entry -> entry.envelope().position()));
    }

    /** Of two reports or corrections the one that was reported later counts, whichever arrived first. */
    private void sortByTimeOfReport(List<Envelope> all) {
        if (all.stream().anyMatch(envelope -> envelope.reportedAt().isEmpty())) {
            return;
        }
        Envelope first = reports.stream()
                .min(Comparator.comparing(SingleMovementFold::reportTime).thenComparing(Envelope::position))
                .orElseThrow();
        all.sort(Comparator.comparing(this::isReportedAfterCancellation)
                .thenComparing(envelope -> !envelope.equals(first))
                .thenComparing(SingleMovementFold::reportTime)
                .thenComparing(Envelope::position));
    }

    private static Instant reportTime(Envelope envelope) {
        return envelope.reportedAt().orElse(Instant.MIN);
    }

    /** A movement that was reported later is a new one, and not cancelled. */
    private void applyCancellation(Envelope envelope, List<Envelope> appliedReports) {
        if (appliedReports.stream().noneMatch(report -> isReportedAfter(report, envelope))) {
            cancelled = true;
            markOutdated(HistoryStatus.CANCELLED);
        }
        history.add(HistoryEntry.of(envelope, HistoryStatus.CANCELLATION));
    }

    /** Whether it reports the movement as new: after each cancellation, though it may have arrived before. */
    private boolean isReportedAfterCancellation(Envelope envelope) {
        if (envelope.event() instanceof MovementCorrected) {
            return reports.stream()
                    .anyMatch(report -> report.position() < envelope.position() && isReportedAfterCancellation(report));
        }
        List<Envelope> cancellations = amendments.stream()
                .filter(amendment -> !(amendment.event() instanceof MovementCorrected))
                .toList();
        return reports.contains(envelope)
                && !cancellations.isEmpty()
                && cancellations.stream().allMatch(cancellation -> isReportedAfter(envelope, cancellation));
    }

    /** Whether both times of report are known, and the one is later. */
    static boolean isReportedAfter(Envelope one, Envelope other) {
        return one.reportedAt()
                .filter(at -> other.reportedAt().filter(at::isAfter).isPresent())
                .isPresent();
    }

    /** @param cancellations those applied so far; one that was reported later than this report cancels it too */
    private void applyReport(Envelope envelope, List<Envelope> cancellations) {
        if (cancelled && cancellations.stream().anyMatch(cancellation -> isReportedAfter(cancellation, envelope))) {
            history.add(HistoryEntry.of(envelope, HistoryStatus.CANCELLED));
            return;
        }
        List<EntryDetail> reportedDetails = EventDetailExtractor.details(envelope.event());
        if (repeatsCorrectedReport(envelope, reportedDetails)) {
            history.add(HistoryEntry.of(envelope, HistoryStatus.REPLACED));
            return;
        }
        if (!history.isEmpty()) {
            corrected |= !reportedDetails.equals(List.copyOf(details.values()))
                    || !occurredAt().equals(envelope.occurredAt().toInstant());
            markOutdated(HistoryStatus.REPLACED);
            anomalies.removeIf(anomaly -> concernsDate(anomaly.code()));
        }
        details.clear();
        reportedDetails.forEach(detail -> details.put(detail.key(), detail));
        cancelled = false;
        shownEvent = envelope;
        latestReport = envelope;
        history.add(HistoryEntry.of(envelope, HistoryStatus.IN_EFFECT));
    }

    /** Whether a corrected report is sent again unchanged; it does not revert the correction. */
    private boolean repeatsCorrectedReport(Envelope envelope, List<EntryDetail> reportedDetails) {
        return shownEvent != latestReport
                && !cancelled
                && envelope.occurredAt()
                        .toInstant()
                        .equals(latestReport.occurredAt().toInstant())
                && reportedDetails.equals(EventDetailExtractor.details(latestReport.event()));
    }

    private void applyCorrection(Envelope envelope) {
        markOutdated(HistoryStatus.REPLACED);
        anomalies.removeIf(anomaly -> concernsDate(anomaly.code()));
        EventDetailExtractor.details(envelope.event()).forEach(detail -> details.put(detail.key(), detail));
        corrected = true;
        shownEvent = envelope;
        history.add(HistoryEntry.of(envelope, cancelled ? HistoryStatus.CANCELLED : HistoryStatus.IN_EFFECT));
    }

    private void addAnomalies(Envelope envelope) {
        envelope.anomalies().stream()
                .filter(anomaly -> !StepEventsFold.isMissingTarget(anomaly) && !isDerived(anomaly.code()))
                .filter(anomaly -> !anomalies.contains(anomaly))
                .forEach(anomalies::add);
    }

    /** A discharge is compared with its admission; the other movements state the period of their own. */
    private boolean isDerived(Anomaly.Code code) {
        return MovementSequenceCheck.isDerived(code)
                && (code != Anomaly.Code.END_BEFORE_START || kind == MovementKind.DISCHARGE);
    }

    private void markOutdated(HistoryStatus status) {
        history.replaceAll(entry -> entry.outdated(status));
    }

    private static boolean concernsDate(Anomaly.Code code) {
        return code == Anomaly.Code.DATE_IMPLAUSIBLE
                || code == Anomaly.Code.DATE_IN_THE_FUTURE
                || code == Anomaly.Code.END_BEFORE_START;
    }

    boolean isIncludedBy(ValidTimeCutoff cutoff) {
        return switch (kind) {
            case PRE_ADMISSION, DISCHARGE_PLAN ->
                cutoff.includes(occurredAt()) || cutoff.includes(firstReport().recordedAt());
            case ADMISSION, TRANSFER, CLASS_CHANGE, DOCTOR_CHANGE, LEAVE_START, LEAVE_END, DISCHARGE ->
                cutoff.includes(occurredAt());
        };
    }

    Instant occurredAt() {
        return shownEvent.occurredAt().toInstant();
    }

    /** The time by which it is ordered among the movements of the stay. */
    Instant orderingTime() {
        EntryTime time = time();
        if (time.hasTimeOfDay()) {
            return time.start();
        }
        return kind == MovementKind.DISCHARGE ? time.end().minusNanos(1) : earliest.orElse(time.start());
    }

    /** Where this movement has only a date, and the other happened at that date, this one follows it. */
    void placeAfter(SingleMovementFold other) {
        Instant start = other.occurredAt();
        boolean sameDay = !start.isBefore(occurredAt()) && start.isBefore(time().end());
        if (kind != MovementKind.ADMISSION && !time().hasTimeOfDay() && sameDay) {
            earliest = Optional.of(start);
        }
    }

    /** Whether it is later than the other, whichever times of day are meant. */
    boolean isCertainlyAfter(SingleMovementFold other) {
        return shownEvent.occurrence().isCertainlyAfter(other.shownEvent.occurrence());
    }

    /** Whether the other was known when this one was reported: by the times of report, else by the order of arrival. */
    boolean isFirstReportedAfter(SingleMovementFold other) {
        Envelope first = firstReport();
        Envelope last = other.shownEvent;
        return first.reportedAt().isPresent() && last.reportedAt().isPresent()
                ? isReportedAfter(first, last)
                : first.position() > last.position();
    }

    /** Whether it overrides a report of the patient's location: it is later, or the patient is gone. */
    boolean tellsLocationAfter(Envelope report) {
        return kind == MovementKind.DISCHARGE
                || detail("unit").isPresent()
                        && occurredAt().isAfter(report.occurredAt().toInstant());
    }

    EntryTime time() {
        return EntryTime.of(shownEvent);
    }

    boolean isInEffect() {
        return !cancelled;
    }

    boolean isKind(MovementKind other) {
        return kind == other;
    }

    boolean isPlan() {
        return MovementKinds.isPlan(kind);
    }

    Optional<String> detail(String key) {
        return Optional.ofNullable(details.get(key)).flatMap(EntryDetail::text);
    }

    Optional<Identifier> visitNumber() {
        return firstReport().event() instanceof StayEvent event ? event.visit().number() : Optional.empty();
    }

    static Optional<Identifier> idOf(Envelope envelope) {
        return envelope.event() instanceof StayEvent event
                ? event.movement().map(MovementReference::id)
                : Optional.empty();
    }

    void addTo(EntryBuilder builder) {
        builder.show(latestReport);
        if (shownEvent != latestReport) {
            builder.correctBy(shownEvent);
        }
        builder.corrected |= corrected;
        builder.movement = builder.movement.or(() -> id.map(Identifier::value));
        builder.putDetails(List.copyOf(details.values()));
        builder.addAnomalies(anomalies);
        addHistoryTo(builder);
    }

    void addHistoryTo(EntryBuilder builder) {
        history.forEach(entry -> builder.addHistory(entry.envelope(), entry.status()));
    }
}
