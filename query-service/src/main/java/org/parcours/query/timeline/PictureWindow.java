package org.parcours.query.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.query.views.EntryMark;

/** A part of the time axis. */
record PictureWindow(Instant from, Instant to) {

    static final Duration HOUR = Duration.ofHours(1);
    static final Duration DAY = Duration.ofDays(1);

    /** In how many parts of a window each lane has at most one mark. */
    private static final int PARTS = 64;

    private static final Set<String> NOT_DRAWN_FIRST = Set.of("cancelled", "withdrawn");

    /** Of a whole timeline, with the present where it is not far. */
    static PictureWindow of(List<EntryMark> marks, Instant now) {
        Instant from =
                marks.stream().map(EntryMark::start).min(Instant::compareTo).orElse(now);
        Instant to = marks.stream()
                .flatMap(mark -> Stream.concat(
                        Stream.of(mark.start()), Stream.concat(mark.end().stream(), mark.periodEnd().stream())))
                .max(Instant::compareTo)
                .orElse(now);
        boolean running = marks.stream()
                .anyMatch(mark ->
                        mark.status().equals("in-progress") || mark.start().isAfter(now));
        Duration near = longer(DAY, Duration.between(from, to).multipliedBy(3).dividedBy(10));
        boolean withNow = running || Duration.between(to, now).compareTo(near) < 0;
        return new PictureWindow(from, withNow && now.isAfter(to) ? now : to).padded(3, HOUR);
    }

    /** Of the stay that the picture begins with: the present one, else the last one. */
    static Optional<PictureWindow> ofStay(List<EntryMark> marks, Instant now) {
        List<EntryMark> stays = marks.stream()
                .filter(mark -> mark.isStay() && !NOT_DRAWN_FIRST.contains(mark.status()))
                .toList();
        return last(stays, "in-progress")
                .or(() -> last(stays, "done"))
                .or(() -> stays.isEmpty() ? Optional.empty() : Optional.of(stays.getLast()))
                .map(stay -> new PictureWindow(
                        stay.start(),
                        later(
                                stay.start().plus(HOUR),
                                stay.end()
                                        .orElseGet(() -> later(now, stay.start().plus(DAY))))));
    }

    private static Optional<EntryMark> last(List<EntryMark> stays, String status) {
        return stays.reversed().stream()
                .filter(stay -> stay.status().equals(status))
                .findFirst();
    }

    PictureWindow padded(int percent, Duration atLeast) {
        Duration pad = longer(atLeast, length().multipliedBy(percent).dividedBy(100));
        return new PictureWindow(from.minus(pad), to.plus(pad));
    }

    Duration length() {
        return Duration.between(from, to);
    }

    boolean meets(Instant start, Instant end) {
        return !end.isBefore(from) && !start.isAfter(to);
    }

    long partMillis() {
        return Math.max(1, length().toMillis() / PARTS);
    }

    /** The same part for all times before the window, and for all after it. */
    long part(Instant time) {
        Instant within = time.isBefore(from)
                ? from.minusMillis(partMillis())
                : time.isAfter(to) ? to.plusMillis(partMillis()) : time;
        return Math.floorDiv(within.toEpochMilli(), partMillis());
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
