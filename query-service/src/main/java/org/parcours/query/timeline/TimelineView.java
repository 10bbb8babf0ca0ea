package org.parcours.query.timeline;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.parcours.events.Identifier;
import org.parcours.events.StepStatus;
import org.parcours.events.catalogue.Lane;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.timeline.fold.Entry;
import org.parcours.query.timeline.fold.Person;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.web.Words;

/** A timeline in a reader's words, the newest first, what is still to come apart and the soonest first. */
record TimelineView(
        String patient,
        String address,
        Banner banner,
        Optional<String> mergedNotice,
        List<String> merges,
        Optional<String> past,
        List<Alert> alerts,
        Optional<StayView> stay,
        List<LaneView> lanes,
        List<Day> ahead,
        List<Day> days,
        int count,
        long position,
        boolean live,
        String wallNow,
        String moment) {

    /** @param link to the entry, where it has one: on this page, or on the page that shows its lane */
    record Alert(String text, Optional<String> link, Optional<String> where) {}

    record StayView(
            String title,
            String status,
            String statusLabel,
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

    record Day(String iso, String label, List<EntryView> entries) {}

    static TimelineView of(
            Timeline timeline,
            Question question,
            Optional<Instant> asOf,
            Optional<Instant> knownAt,
            Instant now,
            StepCatalogue catalogue,
            Words words) {
        List<Entry> visible = timeline.entries().stream()
                .filter(entry -> !question.hides(lane(entry, catalogue)))
                .toList();
        Instant seenFrom = asOf.orElse(now);
        List<Entry> ahead =
                visible.stream().filter(entry -> isAhead(entry, seenFrom)).toList();
        List<Entry> soFar =
                visible.stream().filter(entry -> !isAhead(entry, seenFrom)).toList();
        return new TimelineView(
                timeline.asked().toString(),
                question.address(),
                Banner.of(timeline.patient(), words.date(seenFrom), words),
                merged(timeline, words),
                merges(timeline.patient(), words),
                past(asOf, knownAt, words),
                alerts(timeline, question, catalogue, words),
                current(timeline.stays(), seenFrom).map(stay -> stay(stay, seenFrom, words)),
                catalogue.lanes().stream()
                        .map(lane -> lane(lane, question, timeline, catalogue, words))
                        .filter(lane -> lane.count() > 0)
                        .toList(),
                days(ahead, catalogue, words),
                days(soFar.reversed(), catalogue, words),
                visible.size(),
                timeline.position(),
                asOf.isEmpty() && knownAt.isEmpty(),
                words.wall(seenFrom),
                words.moment(now));
    }

    private static boolean isAhead(Entry entry, Instant seenFrom) {
        return entry.start().isAfter(seenFrom) && entry.status() != StepStatus.CANCELLED;
    }

    private static String lane(Entry entry, StepCatalogue catalogue) {
        return TimelineJson.kind(entry.kind(), catalogue).lane();
    }

    private static LaneView lane(
            Lane lane, Question question, Timeline timeline, StepCatalogue catalogue, Words words) {
        return new LaneView(
                lane.code(),
                lane.label().in(words.locale()),
                question.hides(lane.code()),
                timeline.entries().stream()
                        .filter(entry -> lane(entry, catalogue).equals(lane.code()))
                        .count());
    }

    private static Optional<String> merged(Timeline timeline, Words words) {
        boolean absorbed = !timeline.asked().equals(timeline.patient().id());
        return absorbed ? Optional.of(words.say("patient.merged")) : Optional.empty();
    }

    private static List<String> merges(Person person, Words words) {
        return person.merges().stream()
                .map(merge -> {
                    String numbers = merge.identifiers().stream()
                            .map(identifier -> words.identifierName(identifier) + " " + identifier.value())
                            .collect(Collectors.joining(", "));
                    String who = words.person(merge.name()) + (numbers.isEmpty() ? "" : ", " + numbers);
                    return merge.recordedAt()
                            .map(at -> words.say("patient.merges.at", who, words.moment(at)))
                            .orElse(who);
                })
                .toList();
    }

    private static Optional<String> past(Optional<Instant> asOf, Optional<Instant> knownAt, Words words) {
        if (asOf.isPresent() && knownAt.isPresent()) {
            return Optional.of(words.say("past.both", words.moment(asOf.get()), words.moment(knownAt.get())));
        }
        return asOf.map(at -> words.say("past.asOf", words.moment(at)))
                .or(() -> knownAt.map(at -> words.say("past.knownAt", words.moment(at))));
    }

    private static List<Alert> alerts(Timeline timeline, Question question, StepCatalogue catalogue, Words words) {
        List<Alert> alerts = new ArrayList<>();
        for (Timeline.Flag flag : timeline.anomalies()) {
            Optional<Entry> entry = flag.entry().flatMap(id -> timeline.entries().stream()
                    .filter(e -> e.id().equals(id))
                    .findFirst());
            alerts.add(new Alert(
                    words.sayOr(
                            flag.anomaly().code().name(),
                            "anomaly." + flag.anomaly().code()),
                    entry.map(e -> link(e, question, catalogue)),
                    Optional.of(entry.map(e -> TimelineJson.kind(e.kind(), catalogue)
                                            .label()
                                            .in(words.locale())
                                    + ", " + words.moment(e.start()))
                            .orElseGet(() -> words.say("alert.identity", words.moment(flag.recordedAt()))))));
        }
        return alerts;
    }

    private static String link(Entry entry, Question question, StepCatalogue catalogue) {
        String lane = lane(entry, catalogue);
        String page = question.hides(lane) ? question.showing(lane).address() : "";
        return page + "#e-" + entry.id();
    }

    /** The stay that matters at the bedside: the one under way, else the next one, else the last one. */
    private static Optional<Stay> current(List<Stay> stays, Instant seenFrom) {
        return latest(stays, StepStatus.IN_PROGRESS)
                .or(() -> stays.stream()
                        .filter(stay -> stay.status() == StepStatus.PLANNED
                                && stay.start().isAfter(seenFrom))
                        .min(Comparator.comparing(Stay::start)))
                .or(() -> latest(stays, StepStatus.DONE));
    }

    private static Optional<Stay> latest(List<Stay> stays, StepStatus status) {
        return stays.stream().filter(stay -> stay.status() == status).max(Comparator.comparing(Stay::start));
    }

    private static StayView stay(Stay stay, Instant seenFrom, Words words) {
        String status = TimelineJson.word(stay.status());
        boolean begun = !stay.start().isAfter(seenFrom) && stay.status() != StepStatus.PLANNED;
        return new StayView(
                words.say("stay.title." + status),
                status,
                words.say("stage.stay-" + status),
                stay.visitNumber().map(Identifier::value),
                stay.unit(),
                stay.doctor(),
                stay.patientClass().map(code -> words.sayOr(code, "class." + code.toUpperCase(Locale.ROOT))),
                words.moment(stay.start()),
                words.iso(stay.start()),
                stay.end().map(words::moment),
                begun
                        ? Optional.of(words.say(
                                "stay.day",
                                words.date(stay.end().orElse(seenFrom)).toEpochDay()
                                        - words.date(stay.start()).toEpochDay()))
                        : Optional.empty(),
                stay.onLeave());
    }

    private static List<Day> days(List<Entry> entries, StepCatalogue catalogue, Words words) {
        Map<LocalDate, List<EntryView>> days = new LinkedHashMap<>();
        for (Entry entry : entries) {
            EntryView view = EntryView.of(entry, catalogue, words);
            days.computeIfAbsent(view.day(), day -> new ArrayList<>()).add(view);
        }
        return days.entrySet().stream()
                .map(day -> new Day(day.getKey().toString(), words.day(day.getKey()), List.copyOf(day.getValue())))
                .toList();
    }
}
