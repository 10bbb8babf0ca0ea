package org.parcours.query.timeline;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.events.Identifier;
import org.parcours.events.StepStatus;
import org.parcours.events.TimePrecision;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.views.EntryOrder;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.views.TimelineHead;
import org.parcours.query.web.UiText;

/**
 * A page of a timeline as formatted texts: past entries newest first; future entries separately, soonest first. What a template
 * shows is public: the expressions of the templates are compiled only for public classes.
 *
 * @param shownAs the record under which the patient is shown
 * @param changedIds where only what has changed is asked for: the entries that did, of which the list has those that it shows
 * @param entryUrl of an entry's own page, with ENTRY in place of its id
 * @param alerts the newest anomalies; {@code flagged}: how many there are
 * @param aheadMore says that more is planned than the page lists
 * @param more the URL of the page with older entries
 * @param count of all entries
 */
public record TimelineView(
        String patient,
        String shownAs,
        String url,
        String pictureUrl,
        String entryUrl,
        PatientBanner banner,
        Optional<String> mergedNotice,
        List<String> merges,
        Optional<String> pastNotice,
        List<AnomalyAlert> alerts,
        long flagged,
        Optional<StayView> stay,
        List<LaneView> lanes,
        List<DayView> ahead,
        Optional<String> aheadMore,
        List<DayView> days,
        Optional<String> more,
        Optional<Set<String>> changedIds,
        long count,
        long position,
        long changed,
        boolean live,
        String renderedAt) {

    /** Of the HTML of all entries on a page, by {@link EntryView#weight}. */
    private static final int MAX_WEIGHT = 105_000;

    private static final int MAX_WEIGHT_AHEAD = 35_000;
    private static final int MAX_ALERTS = 20;
    private static final int MAX_CHANGES = 30;

    /**
     * @param link to its entry: empty for identity anomalies
     * @param context the entry's kind and time
     */
    public record AnomalyAlert(String text, Optional<String> link, String context) {}

    public record StayView(
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

    public record LaneView(String code, String label, boolean hidden, long count) {}

    public record DayView(String iso, String label, List<EntryView> entries) {}

    /** The state that an open page has: {@link PatientTimeline#changed}, under this record. */
    record Since(long changed, String shownAs) {}

    /** What a request asks for besides the timeline itself. */
    record Request(
            TimelineUrlParameters query,
            Optional<EntryCursor> after,
            Optional<Since> since,
            Optional<Instant> asOf,
            Optional<Instant> knownAt,
            Instant now) {

        Instant referenceTime() {
            return asOf.orElse(now);
        }
    }

    static TimelineView of(PatientTimeline timeline, Request request, StepCatalogue catalogue, UiText uiText) {
        TimelineUrlParameters query = request.query();
        Instant referenceTime = request.referenceTime();
        EntryFilter filter = EntryFilter.of(timeline.head(), query.hidden(), query.text(), catalogue);
        Optional<TimelineChanges> changes = request.since()
                .filter(since -> since.shownAs().equals(shownAs(timeline)))
                .flatMap(since -> timeline.changesAfter(since.changed(), filter, MAX_CHANGES));
        if (changes.isPresent()) {
            Map<Boolean, List<EntryView>> changed = changes.get().entries().stream()
                    .collect(Collectors.partitioningBy(
                            entry -> EntryOrder.aheadUntil(entry.entry(), uiText.zone())
                                    .isAfter(referenceTime),
                            Collectors.mapping(
                                    entry -> EntryView.listed(entry, query, catalogue, uiText), Collectors.toList())));
            return of(
                    timeline,
                    new Listed(
                            changed.get(true),
                            Optional.empty(),
                            changed.get(false),
                            Optional.empty(),
                            Optional.of(changes.get().ids())),
                    request,
                    catalogue,
                    uiText);
        }
        ListedEntries ahead = new ListedEntries(MAX_WEIGHT_AHEAD, query, catalogue, uiText);
        boolean aheadMore = request.after().isEmpty()
                && timeline.ahead(filter, referenceTime, ahead.pageSize())
                        .next()
                        .isPresent();
        ListedEntries past = new ListedEntries(MAX_WEIGHT - ahead.weight(), query, catalogue, uiText);
        EntryPage found = timeline.past(filter, referenceTime, request.after(), past.pageSize());
        return of(
                timeline,
                new Listed(
                        ahead.views(),
                        aheadMore
                                ? Optional.of(uiText.message(
                                        "timeline.aheadMore", ahead.views().size()))
                                : Optional.empty(),
                        past.views(),
                        found.next().map(query::urlAfter),
                        Optional.empty()),
                request,
                catalogue,
                uiText);
    }

    /** The entries of a page, or those that have changed. */
    private record Listed(
            List<EntryView> ahead,
            Optional<String> aheadMore,
            List<EntryView> past,
            Optional<String> more,
            Optional<Set<String>> changedIds) {}

    private static TimelineView of(
            PatientTimeline timeline, Listed listed, Request request, StepCatalogue catalogue, UiText uiText) {
        TimelineHead head = timeline.head();
        TimelineUrlParameters query = request.query();
        Instant referenceTime = request.referenceTime();
        return new TimelineView(
                timeline.requested().toString(),
                shownAs(timeline),
                query.url(),
                query.pictureUrl(),
                query.entryUrl("ENTRY"),
                PatientBanner.of(head.patient(), uiText.date(referenceTime), uiText),
                mergedNotice(timeline, uiText),
                merges(head.patient(), uiText),
                pastNotice(request.asOf(), request.knownAt(), uiText),
                alerts(timeline, query, catalogue, uiText),
                timeline.flaggedCount() + head.anomalies().size(),
                timeline.currentStay(referenceTime).map(stay -> stay(stay, referenceTime, uiText)),
                lanes(head, query, catalogue, uiText),
                days(listed.ahead(), uiText),
                listed.aheadMore(),
                days(listed.past(), uiText),
                listed.more(),
                listed.changedIds(),
                head.count(),
                head.position(),
                timeline.changed(),
                request.asOf().isEmpty() && request.knownAt().isEmpty(),
                uiText.dateTime(request.now()));
    }

    private static String shownAs(PatientTimeline timeline) {
        return timeline.head().patient().id().toString();
    }

    private static String lane(String kind, StepCatalogue catalogue) {
        return TimelineResponse.stepKind(kind, catalogue).lane();
    }

    private static List<LaneView> lanes(
            TimelineHead head, TimelineUrlParameters query, StepCatalogue catalogue, UiText uiText) {
        Map<String, Long> counts = new HashMap<>();
        head.counts()
                .forEach((kind, years) -> counts.merge(
                        lane(kind, catalogue),
                        years.values().stream().mapToLong(Long::longValue).sum(),
                        Long::sum));
        return catalogue.lanes().stream()
                .filter(lane -> counts.containsKey(lane.code()))
                .map(lane -> new LaneView(
                        lane.code(),
                        lane.label().in(uiText.locale()),
                        query.hides(lane.code()),
                        counts.get(lane.code())))
                .toList();
    }

    private static Optional<String> mergedNotice(PatientTimeline timeline, UiText uiText) {
        boolean absorbed =
                !timeline.requested().equals(timeline.head().patient().id());
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

    /** Those of the identity, then those of the newest entries. */
    private static List<AnomalyAlert> alerts(
            PatientTimeline timeline, TimelineUrlParameters query, StepCatalogue catalogue, UiText uiText) {
        Stream<AnomalyAlert> ofIdentity = timeline.head().anomalies().reversed().stream()
                .map(anomaly -> new AnomalyAlert(
                        uiText.anomaly(anomaly.anomaly().code()),
                        Optional.empty(),
                        uiText.message("alert.identity", uiText.dateTime(anomaly.recordedAt()))));
        Stream<AnomalyAlert> ofEntries = timeline.flagged(MAX_ALERTS).stream()
                .map(StoredEntry::entry)
                .flatMap(entry -> entry.anomalies().stream()
                        .map(anomaly -> new AnomalyAlert(
                                uiText.anomaly(anomaly.code()),
                                Optional.of(query.entryUrl(entry.id())),
                                TimelineResponse.stepKind(entry.kind(), catalogue)
                                                .label()
                                                .in(uiText.locale()) + ", "
                                        + uiText.time(
                                                entry.startTime().time(),
                                                entry.startTime().origin()))));
        return Stream.concat(ofIdentity, ofEntries).limit(MAX_ALERTS).toList();
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

    private static List<DayView> days(List<EntryView> entries, UiText uiText) {
        Map<EntryTimeView.Period, List<EntryView>> days = entries.stream()
                .collect(Collectors.groupingBy(entry -> entry.when().day(), LinkedHashMap::new, Collectors.toList()));
        return days.entrySet().stream()
                .map(day -> new DayView(day.getKey().iso(), day.getKey().label(uiText), day.getValue()))
                .toList();
    }
}
