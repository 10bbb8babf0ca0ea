package org.parcours.query.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.events.DocumentRef;
import org.parcours.events.EntryMode;
import org.parcours.events.Envelope;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.catalogue.StepKind;
import org.parcours.events.codec.EventType;
import org.parcours.query.timeline.fold.Detail;
import org.parcours.query.timeline.fold.Entry;
import org.parcours.query.timeline.fold.Telling;
import org.parcours.query.web.Words;

/** An entry in a reader's words: nothing left for the template to decide. */
record EntryView(
        String id,
        String lane,
        String icon,
        String kind,
        String kindLabel,
        Optional<String> title,
        Optional<String> stay,
        Optional<String> unit,
        String status,
        String stage,
        LocalDate day,
        String time,
        String iso,
        Optional<String> until,
        String wallStart,
        Optional<String> wallEnd,
        String source,
        Optional<String> late,
        Optional<String> corrected,
        Optional<String> backEntry,
        List<String> anomalies,
        List<Line> details,
        List<Value> values,
        List<String> documents,
        List<TellingView> history) {

    record Line(String label, String text) {}

    /** @param sign an arrow or nothing: never the only mark, {@code remark} says it in words */
    record Value(
            String name, String value, Optional<String> range, String flag, String sign, Optional<String> remark) {}

    record TellingView(
            String what,
            String standing,
            String standingLabel,
            String occurred,
            String recorded,
            String recordedIso,
            String source,
            Optional<String> author,
            String messageId,
            long position,
            boolean late,
            List<Line> details,
            List<Value> values) {}

    static EntryView of(Entry entry, StepCatalogue catalogue, Words words) {
        StepKind kind = TimelineJson.kind(entry.kind(), catalogue);
        LocalDate day = words.date(entry.start());
        boolean backEntry = entry.reporter().entryMode() == EntryMode.BACK_ENTRY;
        return new EntryView(
                entry.id(),
                kind.lane(),
                kind.icon(),
                entry.kind(),
                kind.label().in(words.locale()),
                entry.title(),
                entry.stay().map(stay -> stay.value().toString()),
                entry.detail("unit"),
                TimelineJson.word(entry.status()),
                words.sayOr(entry.stage(), "stage." + entry.stage()),
                day,
                words.time(entry.start()),
                words.iso(entry.start()),
                entry.end().map(end -> words.timeSeenFrom(day, end)),
                words.wall(entry.start()),
                entry.end().map(words::wall),
                entry.reporter().application(),
                entry.late() && !backEntry
                        ? Optional.of(words.say("mark.late", lateness(entry, words)))
                        : Optional.empty(),
                entry.corrected() ? Optional.of(words.say("mark.corrected")) : Optional.empty(),
                backEntry ? Optional.of(backEntry(entry, words)) : Optional.empty(),
                entry.anomalies().stream()
                        .map(anomaly -> words.sayOr(anomaly.code().name(), "anomaly." + anomaly.code())
                                + anomaly.detail()
                                        .map(detail -> " (" + detail + ")")
                                        .orElse(""))
                        .toList(),
                lines(
                        entry.details().stream()
                                .filter(detail -> !repeatsTheTime(detail, entry))
                                .toList(),
                        words),
                values(entry.values(), !entry.stage().equals("preliminary"), words),
                entry.documents().stream()
                        .map(document -> document(document, words))
                        .toList(),
                entry.history().stream().map(telling -> telling(telling, words)).toList());
    }

    private static boolean repeatsTheTime(Detail detail, Entry entry) {
        Optional<Instant> told = detail.time().map(OffsetDateTime::toInstant);
        return told.isPresent() && (told.get().equals(entry.start()) || told.equals(entry.end()));
    }

    static TellingView telling(Telling telling, Words words) {
        Envelope envelope = telling.envelope();
        String standing = telling.standing().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new TellingView(
                event(envelope, words),
                standing,
                words.say("standing." + standing),
                words.moment(envelope.occurredAt().toInstant()),
                words.moment(envelope.recordedAt()),
                words.iso(envelope.recordedAt()),
                envelope.reporter().application(),
                envelope.reporter().author(),
                envelope.reporter().messageId(),
                envelope.position(),
                envelope.isLate(),
                lines(telling.details(), words),
                values(telling.values(), false, words));
    }

    static String event(Envelope envelope, Words words) {
        String name = EventType.of(envelope.event().getClass()).name().substring(EventType.NAMESPACE.length());
        return words.sayOr(name, "event." + name);
    }

    private static String lateness(Entry entry, Words words) {
        Envelope first =
                entry.history().isEmpty() ? null : entry.history().getFirst().envelope();
        Instant told = first == null ? entry.recordedAt() : first.recordedAt();
        Instant happened = first == null
                ? entry.occurredAt().toInstant()
                : first.occurredAt().toInstant();
        Duration lateness = Duration.between(happened, told);
        return words.length(
                lateness.isNegative() || lateness.isZero()
                        ? Duration.between(entry.occurredAt().toInstant(), entry.recordedAt())
                        : lateness);
    }

    private static String backEntry(Entry entry, Words words) {
        return entry.reporter()
                        .author()
                        .map(author -> words.say("mark.backEntryBy", author))
                        .orElseGet(() -> words.say("mark.backEntry"))
                + entry.reporter().outage().map(outage -> " · " + outage).orElse("");
    }

    private static List<Line> lines(List<Detail> details, Words words) {
        return details.stream()
                .map(detail -> new Line(
                        detail.key().startsWith("other:")
                                ? detail.key().substring("other:".length())
                                : words.say("detail." + detail.key()),
                        text(detail, words)))
                .toList();
    }

    private static String text(Detail detail, Words words) {
        String told = detail.text().orElse("");
        return detail.time().map(time -> words.moment(time.toInstant())).orElseGet(() -> switch (detail.key()) {
            case "class" -> words.sayOr(told, "class." + told);
            case "priority" -> words.sayOr(told, "priority." + told);
            default -> told;
        });
    }

    /** @param finished a value that is preliminary among others has to say so */
    private static List<Value> values(List<Observation> values, boolean finished, Words words) {
        return values.stream()
                .map(value -> {
                    String flag = value.flag().orElse("").toUpperCase(Locale.ROOT);
                    return new Value(
                            value.code().label()
                                    + value.subId().map(id -> " (" + id + ")").orElse(""),
                            value.value() + value.unit().map(unit -> " " + unit).orElse(""),
                            value.range(),
                            flag,
                            switch (flag) {
                                case "H" -> "↑";
                                case "HH" -> "↑↑";
                                case "L" -> "↓";
                                case "LL" -> "↓↓";
                                default -> "";
                            },
                            remark(value, flag, finished, words));
                })
                .toList();
    }

    private static Optional<String> remark(Observation value, String flag, boolean finished, Words words) {
        Stream<String> standing =
                switch (value.status().orElse(ObservationStatus.FINAL)) {
                    case PRELIMINARY -> finished ? Stream.of(words.say("value.preliminary")) : Stream.<String>empty();
                    case WITHDRAWN -> Stream.of(words.say("value.withdrawn"));
                    case FINAL, CORRECTED -> Stream.empty();
                };
        Stream<String> flagged =
                flag.isEmpty() || flag.equals("N") ? Stream.empty() : Stream.of(words.sayOr(flag, "flag." + flag));
        return Stream.concat(flagged, standing).reduce((a, b) -> a + ", " + b);
    }

    private static String document(DocumentRef document, Words words) {
        return document.title().orElseGet(() -> words.say("document.untitled")) + " · " + document.mediaType() + " · "
                + words.say("document.kilobytes", Math.max(1, document.size() / 1024));
    }
}
