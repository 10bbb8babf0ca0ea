package org.parcours.query.timeline;

import java.util.List;
import java.util.Optional;

/**
 * What the picture of a timeline shows of one window of time. All times are local times of the hospital, without offset.
 *
 * @param extent of the whole timeline; {@code stay}: of the stay that it begins with; {@code window}: of bars and marks
 */
public record PictureResponse(
        String now,
        Interval extent,
        Optional<Interval> stay,
        Interval window,
        int rows,
        List<Bar> bars,
        List<Mark> marks) {

    public record Interval(String from, String to) {}

    /**
     * A stay or a leave, or {@code count} short ones side by side.
     *
     * @param row below which others it is drawn
     */
    public record Bar(
            String id,
            String kind,
            String status,
            Interval time,
            int row,
            int count,
            String label,
            Optional<String> title,
            String text,
            List<Part> units) {}

    /** A part of a stay in one unit. */
    public record Part(String unit, Interval time) {}

    /**
     * An entry, or {@code count} entries close to each other.
     *
     * @param last where the mark of the last of several entries is
     * @param end where the line of the longest of them ends
     * @param period the day, month or year in which a single entry begins
     * @param id of the first entry; {@code icon}, {@code label} and {@code text} are those of a single one
     */
    public record Mark(
            String id,
            String lane,
            int count,
            String start,
            Optional<String> last,
            Optional<String> end,
            Optional<Interval> period,
            boolean anomaly,
            boolean late,
            boolean corrected,
            Optional<String> status,
            Optional<String> icon,
            Optional<String> label,
            Optional<String> title,
            Optional<String> text) {}
}
