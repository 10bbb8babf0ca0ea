package org.parcours.query.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.query.views.EntryMark;

/** The stays and leaves of a timeline as bars; those that overlap are in rows, one below the other. */
final class PictureBars {

    /** @param count how many stays it stands for */
    record Bar(EntryMark entry, Instant from, Instant to, int row, int count, List<Part> parts) {}

    /** A part of a stay in one unit. */
    record Part(String unit, Instant from, Instant to) {}

    private static final int MAX_ROWS = 6;
    private static final int MAX_BARS = 100;
    private static final int MAX_PARTS = 40;
    private static final Set<String> MOVES = Set.of("admission", "transfer", "class-change", "movement");
    private static final Set<String> WITHOUT_UNITS = Set.of("cancelled", "withdrawn");

    private final Instant now;
    private final Map<String, List<EntryMark>> moves = new HashMap<>();
    private final List<Bar> all = new ArrayList<>();
    private final List<Instant> rows = new ArrayList<>();

    /** @param marks by start */
    PictureBars(List<EntryMark> marks, Instant now) {
        this.now = now;
        Map<String, Integer> rowOfStay = new HashMap<>();
        for (EntryMark mark : marks) {
            if (MOVES.contains(mark.kind())
                    && mark.unit().isPresent()
                    && Set.of("done", "in-progress").contains(mark.status())) {
                mark.stay().ifPresent(stay -> moves.computeIfAbsent(stay, _ -> new ArrayList<>())
                        .add(mark));
            }
            if (mark.isStay()) {
                int row = row(mark.start(), end(mark));
                mark.stay().ifPresent(stay -> rowOfStay.put(stay, row));
                all.add(new Bar(mark, mark.start(), end(mark), row, 1, List.of()));
            }
        }
        // Over the stays.
        marks.stream()
                .filter(mark -> mark.isBar() && !mark.isStay())
                .forEach(leave -> all.add(new Bar(
                        leave,
                        leave.start(),
                        end(leave),
                        leave.stay().map(rowOfStay::get).orElse(0),
                        1,
                        List.of())));
    }

    int rows() {
        return Math.max(1, rows.size());
    }

    private Instant end(EntryMark mark) {
        return mark.end().orElseGet(() -> switch (mark.status()) {
            case "in-progress" -> PictureWindow.later(now, mark.start().plus(PictureWindow.HOUR));
            case "planned" -> mark.start().plus(PictureWindow.DAY);
            default -> mark.start().plus(PictureWindow.HOUR.multipliedBy(2));
        });
    }

    private int row(Instant from, Instant to) {
        for (int row = 0; row < rows.size(); row++) {
            if (!rows.get(row).isAfter(from)) {
                rows.set(row, to);
                return row;
            }
        }
        if (rows.size() < MAX_ROWS) {
            rows.add(to);
            return rows.size() - 1;
        }
        int first = rows.indexOf(Collections.min(rows));
        rows.set(first, PictureWindow.later(to, rows.get(first)));
        return first;
    }

    /** Of many short ones those side by side become one. */
    List<Bar> in(PictureWindow window) {
        List<Bar> shown =
                all.stream().filter(bar -> window.meets(bar.from(), bar.to())).toList();
        if (shown.size() > MAX_BARS) {
            shown = joined(shown, window.partMillis());
        }
        return shown.stream().map(bar -> withParts(bar, window)).toList();
    }

    private static List<Bar> joined(List<Bar> bars, long shortMillis) {
        List<Bar> joined = new ArrayList<>();
        Map<Integer, Integer> lastOfRow = new HashMap<>();
        for (Bar bar : bars) {
            boolean isShort = bar.to().toEpochMilli() - bar.from().toEpochMilli() < shortMillis;
            int key = bar.entry().isStay() ? bar.row() : bar.row() + MAX_ROWS;
            Optional<Integer> last = Optional.ofNullable(lastOfRow.get(key)).filter(_ -> isShort);
            if (last.map(joined::get)
                    .filter(before -> bar.from().toEpochMilli() - before.from().toEpochMilli() < shortMillis)
                    .isPresent()) {
                Bar before = joined.get(last.get());
                joined.set(
                        last.get(),
                        new Bar(
                                before.entry(),
                                before.from(),
                                PictureWindow.later(before.to(), bar.to()),
                                before.row(),
                                before.count() + 1,
                                List.of()));
            } else {
                joined.add(bar);
                if (isShort) {
                    lastOfRow.put(key, joined.size() - 1);
                } else {
                    lastOfRow.remove(key);
                }
            }
        }
        return joined;
    }

    /** The units of a stay, from its movements; without these, the unit of the stay itself. */
    private Bar withParts(Bar bar, PictureWindow window) {
        if (bar.count() > 1
                || !bar.entry().isStay()
                || WITHOUT_UNITS.contains(bar.entry().status())) {
            return bar;
        }
        List<Part> parts = new ArrayList<>();
        for (EntryMark move : bar.entry().stay().map(moves::get).orElse(List.of())) {
            String unit = move.unit().orElseThrow();
            if (move.start().isBefore(bar.to())
                    && (parts.isEmpty() || !parts.getLast().unit().equals(unit))) {
                Instant from = parts.isEmpty() ? bar.from() : move.start();
                if (!parts.isEmpty()) {
                    Part last = parts.removeLast();
                    parts.add(new Part(last.unit(), last.from(), from));
                }
                parts.add(new Part(unit, from, bar.to()));
            }
        }
        if (parts.isEmpty()) {
            bar.entry().unit().ifPresent(unit -> parts.add(new Part(unit, bar.from(), bar.to())));
        }
        parts.removeIf(part -> !window.meets(part.from(), part.to()));
        if (parts.size() > MAX_PARTS) {
            parts.removeIf(part -> part.to().toEpochMilli() - part.from().toEpochMilli() < window.partMillis());
        }
        return new Bar(bar.entry(), bar.from(), bar.to(), bar.row(), 1, parts);
    }
}
