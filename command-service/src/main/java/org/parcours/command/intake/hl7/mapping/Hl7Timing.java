package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.PartialDateTime;

/**
 * When and how often: the TQ1 segments, or the fields of the old type TQ (ORC-7, OBR-27, RXE-1, RXG-3). A schedule may
 * have several parts, of which all are shown.
 *
 * @param text quantity, repeat pattern, interval, condition and text, in the sender's words
 */
record Hl7Timing(
        List<String> text,
        List<String> durations,
        Optional<PartialDateTime> start,
        Optional<PartialDateTime> end,
        Optional<String> priority) {

    private static final Hl7Timing NONE =
            new Hl7Timing(List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The first of the sources that states anything: TQ1 since v2.5, one of the fields before. */
    static Hl7Timing of(Hl7MappingContext context, List<Hl7Segment> tq1, Hl7Segment segment, int field) {
        List<Hl7Timing> parts = tq1.isEmpty()
                ? segment.repetitions(field).stream()
                        .filter(timing -> !timing.isBlank())
                        .map(timing -> ofField(context, timing))
                        .toList()
                : tq1.stream().map(timing -> ofSegment(context, timing)).toList();
        return parts.stream().reduce(NONE, Hl7Timing::plus);
    }

    Hl7Timing or(Hl7Timing other) {
        return equals(NONE) ? other : this;
    }

    EventAnnotations addTo(EventAnnotations annotations) {
        return annotations
                .withDetail(DetailKey.TIMING, joined(text))
                .withDetail(DetailKey.DURATION, joined(durations))
                .withDetail(DetailKey.START, start.map(PartialDateTime::text))
                .withDetail(DetailKey.END, end.map(PartialDateTime::text));
    }

    /** TQ: quantity, interval (pattern & times), duration, start, end, priority, condition, text, conjunction, … */
    private static Hl7Timing ofField(Hl7MappingContext context, Hl7FieldRepetition tq) {
        return new Hl7Timing(
                texts(
                        quantity(tq.text(1, 1), tq.text(1, 2)),
                        tq.text(2, 1),
                        tq.text(2, 2),
                        tq.text(7),
                        tq.wholeComponent(8).strip(),
                        tq.text(11),
                        total(tq.text(12)),
                        textUnlessTime(context, tq.text(4)),
                        textUnlessTime(context, tq.text(5))),
                texts(tq.text(3)),
                time(context, tq.text(4)),
                time(context, tq.text(5)),
                tq.value(6));
    }

    private static Hl7Timing ofSegment(Hl7MappingContext context, Hl7Segment tq1) {
        List<String> parts = new ArrayList<>();
        parts.add(quantity(tq1.field(2)));
        tq1.repetitions(3).forEach(pattern -> parts.add(repeatPattern(pattern)));
        tq1.repetitions(4).forEach(time -> parts.add(time.text()));
        tq1.repetitions(5).forEach(relative -> parts.add(quantity(relative)));
        parts.add(tq1.strippedText(10));
        parts.add(tq1.strippedText(11));
        parts.add(quantity(tq1.field(13)));
        parts.add(total(tq1.text(14)));
        parts.add(textUnlessTime(context, tq1.text(7)));
        parts.add(textUnlessTime(context, tq1.text(8)));
        return new Hl7Timing(
                texts(parts.toArray(String[]::new)),
                texts(quantity(tq1.field(6))),
                time(context, tq1.text(7)),
                time(context, tq1.text(8)),
                tq1.value(9));
    }

    private static Optional<PartialDateTime> time(Hl7MappingContext context, String text) {
        return context.dateTimes().parseTextIfValid(text).map(ReportedTime::value);
    }

    /** Senders put words such as "today" where a time belongs: they are shown as they are. */
    private static String textUnlessTime(Hl7MappingContext context, String text) {
        return time(context, text).isPresent() ? "" : text;
    }

    /** RPT: the pattern's code and text, its period, its event, and its times as text. */
    private static String repeatPattern(Hl7FieldRepetition rpt) {
        return texts(
                        rpt.text(1, 2).isEmpty() ? rpt.text(1) : rpt.text(1) + " (" + rpt.text(1, 2) + ")",
                        quantity(rpt.text(5), rpt.text(6)),
                        rpt.text(8),
                        quantity(rpt.text(9), rpt.text(10)),
                        rpt.text(11))
                .stream()
                .collect(Collectors.joining(" "));
    }

    private static String total(String occurrences) {
        return occurrences.isEmpty() ? "" : "×" + occurrences;
    }

    /** CQ: a quantity with its unit, which is coded. */
    private static String quantity(Hl7FieldRepetition cq) {
        return quantity(cq.text(1), cq.text(2, 2).isEmpty() ? cq.text(2) : cq.text(2, 2));
    }

    private static String quantity(String amount, String unit) {
        return (amount + " " + unit).strip();
    }

    private static List<String> texts(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).toList();
    }

    private static Optional<String> joined(List<String> parts) {
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
    }

    private Hl7Timing plus(Hl7Timing other) {
        return new Hl7Timing(
                union(text, other.text),
                union(durations, other.durations),
                start.or(other::start),
                other.end.or(this::end),
                priority.or(other::priority));
    }

    private static List<String> union(List<String> first, List<String> second) {
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
