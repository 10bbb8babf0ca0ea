package org.parcours.query.views;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.events.DataEntryMode;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;
import org.parcours.query.timeline.fold.EntryTime;
import org.parcours.query.timeline.fold.TimelineEntry;

/**
 * What the picture of a timeline shows of an entry: so little that an index holds it, and that ten thousand are read in
 * milliseconds.
 *
 * @param start the first moment of the stated start, by the dates of the hospital
 * @param status as {@link TimelineEntry#code}
 * @param precision of the start; empty where nothing states a time
 * @param periodEnd the first moment after the stated day, month or year
 * @param unit of a stay and of its movements; {@code stay} of these and of leaves
 */
public record EntryMark(
        String entry,
        Instant start,
        String kind,
        String status,
        boolean anomaly,
        boolean late,
        boolean corrected,
        Optional<TimePrecision> precision,
        Optional<Instant> end,
        Optional<Instant> periodEnd,
        Optional<String> stay,
        Optional<String> unit,
        Optional<String> title) {

    private static final String SEPARATOR = "\t";
    private static final int FIELDS = 10;
    private static final int MAX_LENGTH = 60;

    public static EntryMark of(TimelineEntry entry, ZoneId hospital) {
        EntryTime start = entry.startTime();
        return new EntryMark(
                entry.id(),
                start.startIn(hospital),
                entry.kind(),
                TimelineEntry.code(entry.status()),
                !entry.anomalies().isEmpty(),
                entry.late() && entry.reporter().entryMode() != DataEntryMode.BACK_ENTRY,
                entry.corrected(),
                start.origin() == TimeOrigin.RECEIVED ? Optional.empty() : Optional.of(start.precision()),
                entry.endTime().map(end -> end.hasTimeOfDay() ? end.start() : end.endIn(hospital)),
                start.hasTimeOfDay() ? Optional.empty() : Optional.of(start.endIn(hospital)),
                entry.stay().map(stay -> stay.value().toString()),
                entry.detail("unit").map(EntryMark::limited),
                entry.title().map(EntryMark::limited));
    }

    /** As it is stored, without the id of the entry. It sorts by start. */
    public String text() {
        return Stream.of(
                        EntryOrder.atStart(start),
                        kind,
                        status,
                        (anomaly ? "a" : "") + (late ? "l" : "") + (corrected ? "c" : ""),
                        precision.map(TimePrecision::name).orElse(""),
                        end.map(EntryOrder::atStart).orElse(""),
                        periodEnd.map(EntryOrder::atStart).orElse(""),
                        stay.orElse(""),
                        unit.orElse(""),
                        title.orElse(""))
                .collect(Collectors.joining(SEPARATOR));
    }

    public static EntryMark parse(String entry, String text) {
        List<String> fields = List.of(text.split(SEPARATOR, FIELDS));
        String flags = fields.get(3);
        return new EntryMark(
                entry,
                EntryOrder.start(fields.get(0)),
                fields.get(1),
                fields.get(2),
                flags.contains("a"),
                flags.contains("l"),
                flags.contains("c"),
                field(fields, 4).map(TimePrecision::valueOf),
                field(fields, 5).map(EntryOrder::start),
                field(fields, 6).map(EntryOrder::start),
                field(fields, 7),
                field(fields, 8),
                field(fields, 9));
    }

    private static Optional<String> field(List<String> fields, int index) {
        return Optional.of(fields.get(index)).filter(text -> !text.isEmpty());
    }

    private static String limited(String text) {
        String oneLine = text.replaceAll("\\s+", " ");
        int end = oneLine.offsetByCodePoints(0, Math.min(MAX_LENGTH, oneLine.codePointCount(0, oneLine.length())));
        return oneLine.substring(0, end);
    }

    public boolean isStay() {
        return kind.equals("stay");
    }

    /** Whether the picture shows it as a bar. */
    public boolean isBar() {
        return isStay() || kind.equals("leave");
    }

    /** Where its mark is: in the middle of a day without a time of day; a bar begins with its first day. */
    public Instant mark() {
        return periodEnd
                .filter(_ -> !isBar())
                .map(last -> start.plusMillis((last.toEpochMilli() - start.toEpochMilli()) / 2))
                .orElse(start);
    }
}
