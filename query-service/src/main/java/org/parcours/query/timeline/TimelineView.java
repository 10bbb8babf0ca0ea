package org.parcours.query.timeline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.events.Identifier;
import org.parcours.events.StepStatus;
import org.parcours.events.TimePrecision;
import org.parcours.events.catalogue.Lane;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.timeline.fold.CurrentStay;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.web.UiText;

/** A timeline as formatted texts: past entries newest first; future entries separately, soonest first. */
record TimelineView(
        String patient,
        String url,
        PatientBanner banner,
        Optional<String> mergedNotice,
        List<String> merges,
        Optional<String> pastNotice,
        List<AnomalyAlert> alerts,
        Optional<StayView> stay,
        List<LaneView> lanes,
        List<DayView> ahead,
        List<DayView> days,
        int count,
        long position,
        boolean live,
        String wallNow,
        String renderedAt) {

    /**
     * @param link to its entry: on this page, or on the page that shows the hidden lane; empty for identity anomalies
     * @param context the entry's kind and time
     */
    record AnomalyAlert(String text, Optional<String> link, String context) {}

    record StayView(
            String title,
            String status,
            Optional<String> number,
            Optional<String> unit,
            Optional<String> doctor,
            Optional<String> patientClass,
            String since,
            String sinceIso,
            Optional<String> until,
            Optional<String> length,
            boolean onLeave) {}

    record LaneView(String code, String label, boolean hidden, long count) {}

    record DayView(String iso, String label, List<EntryView> entries) {}

    static TimelineView of(
            Timeline timeline,
            TimelineUrlParameters query,
            Optional<Instant> asOf,
            Optional<Instant> knownAt,
            Instant now,
            StepCatalogue catalogue,
            UiText uiText) {
        List<TimelineEntry> visible = timeline.entries().stream()
                .filter(entry -> !query.hides(lane(entry, catalogue)))
                .sorted(TimelineResponse.order(uiText.zone()))
                .toList();
        Instant referenceTime = asOf.orElse(now);
        Map<Boolean, List<TimelineEntry>> byAhead = visible.stream()
                .collect(Collectors.partitioningBy(entry -> isAhead(entry, referenceTime, uiText.zone())));
        return new TimelineView(
                timeline.requested().toString(),
                query.url(),
                PatientBanner.of(timeline.patient(), uiText.date(referenceTime), uiText),
                mergedNotice(timeline, uiText),
                merges(timeline.patient(), uiText),
                pastNotice(asOf, knownAt, uiText),
                timeline.anomalies().stream()
                        .map(anomaly -> alert(anomaly, timeline, query, catalogue, uiText))
                        .toList(),
                CurrentStay.of(timeline.stays(), referenceTime).map(stay -> stay(stay, referenceTime, uiText)),
                catalogue.lanes().stream()
                        .map(lane -> lane(lane, query, timeline, catalogue, uiText))
                        .filter(lane -> lane.count() > 0)
                        .toList(),
                days(byAhead.get(true), catalogue, uiText),
                days(byAhead.get(false).reversed(), catalogue, uiText),
                visible.size(),
                timeline.position(),
                asOf.isEmpty() && knownAt.isEmpty(),
                uiText.wallClock(referenceTime),
                uiText.dateTime(now));
    }

    /** A plan for today without a time of day is ahead until the day is over. */
    private static boolean isAhead(TimelineEntry entry, Instant referenceTime, ZoneId hospital) {
        return switch (entry.status()) {
            case PLANNED -> entry.startTime().endIn(hospital).isAfter(referenceTime);
            case IN_PROGRESS, DONE, ON_HOLD, STOPPED, UNKNOWN ->
                entry.startTime().startIn(hospital).isAfter(referenceTime);
            case CANCELLED, NOT_DONE, WITHDRAWN -> false;
        };
    }

    private static String lane(TimelineEntry entry, StepCatalogue catalogue) {
        return TimelineResponse.stepKind(entry.kind(), catalogue).lane();
    }

    private static LaneView lane(
            Lane lane, TimelineUrlParameters query, Timeline timeline, StepCatalogue catalogue, UiText uiText) {
        return new LaneView(
                lane.code(),
                lane.label().in(uiText.locale()),
                query.hides(lane.code()),
                timeline.entries().stream()
                        .filter(entry -> lane(entry, catalogue).equals(lane.code()))
                        .count());
    }

    private static Optional<String> mergedNotice(Timeline timeline, UiText uiText) {
        boolean absorbed = !timeline.requested().equals(timeline.patient().id());
        return absorbed ? Optional.of(uiText.message("patient.merged")) : Optional.empty();
    }

    private static List<String> merges(PatientIdentity identity, UiText uiText) {
        return identity.merges().stream()
                .map(merge -> {
                    String numbers = merge.identifiers().stream()
                            .map(identifier -> uiText.identifierLabel(identifier) + " " + identifier.value())
                            .collect(Collectors.joining(", "));
                    String mergedRecord = uiText.personName(merge.name()) + (numbers.isEmpty() ? "" : ", " + numbers);
                    return merge.recordedAt()
                            .map(at -> uiText.message("patient.merges.at", mergedRecord, uiText.dateTime(at)))
                            .orElse(mergedRecord);
                })
                .toList();
    }

    private static Optional<String> pastNotice(Optional<Instant> asOf, Optional<Instant> knownAt, UiText uiText) {
        if (asOf.isPresent() && knownAt.isPresent()) {
            return Optional.of(
                    uiText.message("past.both", uiText.dateTime(asOf.get()), uiText.dateTime(knownAt.get())));
        }
        return asOf.map(at -> uiText.message("past.asOf", uiText.dateTime(at)))
                .or(() -> knownAt.map(at -> uiText.message("past.knownAt", uiText.dateTime(at))));
    }

    private static AnomalyAlert alert(
            Timeline.TimelineAnomaly anomaly,
            Timeline timeline,
            TimelineUrlParameters query,
            StepCatalogue catalogue,
            UiText uiText) {
        Optional<TimelineEntry> entry = anomaly.entry().flatMap(id -> timeline.entries().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst());
        return new AnomalyAlert(
                uiText.anomaly(anomaly.anomaly().code()),
                entry.map(e -> link(e, query, catalogue)),
                entry.map(e -> TimelineResponse.stepKind(e.kind(), catalogue)
                                        .label()
                                        .in(uiText.locale()) + ", "
                                + uiText.time(
                                        e.startTime().time(), e.startTime().origin()))
                        .orElseGet(() -> uiText.message("alert.identity", uiText.dateTime(anomaly.recordedAt()))));
    }

    private static String link(TimelineEntry entry, TimelineUrlParameters query, StepCatalogue catalogue) {
        String lane = lane(entry, catalogue);
        String page = query.hides(lane) ? query.withLaneShown(lane).url() : "";
        return page + "#e-" + entry.id();
    }

    private static StayView stay(Stay stay, Instant referenceTime, UiText uiText) {
        String status = TimelineEntry.code(stay.status());
        boolean started = !stay.start().isAfter(referenceTime) && stay.status() != StepStatus.PLANNED;
        return new StayView(
                uiText.message("stay.title." + status),
                status,
                stay.visitNumber().map(Identifier::value),
                stay.unit(),
                stay.doctor(),
                stay.patientClass().map(code -> uiText.messageOr(code, "class." + code.toUpperCase(Locale.ROOT))),
                uiText.time(stay.startTime().time(), stay.startTime().origin()),
                uiText.iso(stay.startTime().time()),
                stay.endTime().map(end -> uiText.time(end.time(), end.origin())),
                started ? length(stay, referenceTime, uiText) : Optional.empty(),
                stay.onLeave());
    }

    /** The number of nights, where both days are known. */
    private static Optional<String> length(Stay stay, Instant referenceTime, UiText uiText) {
        boolean daysAreKnown = Stream.concat(Stream.of(stay.startTime()), stay.endTime().stream())
                .allMatch(time -> time.precision().compareTo(TimePrecision.DAY) >= 0);
        LocalDate last = stay.endTime().map(end -> uiText.date(end.time())).orElseGet(() -> uiText.date(referenceTime));
        return daysAreKnown
                ? Optional.of(uiText.message(
                        "stay.day",
                        last.toEpochDay() - uiText.date(stay.startTime().time()).toEpochDay()))
                : Optional.empty();
    }

    private static List<DayView> days(List<TimelineEntry> entries, StepCatalogue catalogue, UiText uiText) {
        Map<EntryTimeView.Period, List<EntryView>> days = entries.stream()
                .map(entry -> EntryView.of(entry, catalogue, uiText))
                .collect(Collectors.groupingBy(entry -> entry.when().day(), LinkedHashMap::new, Collectors.toList()));
        return days.entrySet().stream()
                .map(day -> new DayView(day.getKey().iso(), day.getKey().label(uiText), day.getValue()))
                .toList();
    }
}
