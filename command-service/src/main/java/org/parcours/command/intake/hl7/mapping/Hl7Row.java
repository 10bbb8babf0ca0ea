package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Segment;

/**
 * The part of a message that tells one step: a segment that repeats, and what follows it up to the next of its name. A
 * segment that the message has before the first of them (PID, PV1, ORC) is the last one that came before this row, and
 * so never the ORC of the next; nor is anything else a neighbour's.
 */
record Hl7Row(Set<String> leading, List<Hl7Segment> before, List<Hl7Segment> own) {

    /** @param repeating the segment that each step has one of; empty: the message tells one */
    static List<Hl7Row> of(Hl7Message message, Optional<String> repeating) {
        List<Hl7Segment> all = message.segments();
        if (repeating.isEmpty()) {
            return List.of(new Hl7Row(Set.of(), List.of(), all));
        }
        List<Integer> starts = IntStream.range(0, all.size())
                .filter(i -> all.get(i).is(repeating.get()))
                .boxed()
                .toList();
        List<Hl7Row> rows = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int start = starts.get(i);
            int end = i + 1 < starts.size() ? starts.get(i + 1) : all.size();
            Set<String> leading = all.subList(0, starts.getFirst()).stream()
                    .map(Hl7Segment::name)
                    .collect(Collectors.toUnmodifiableSet());
            rows.add(new Hl7Row(leading, all.subList(0, start), all.subList(start, end)));
        }
        return rows;
    }

    Hl7Segment segment(String name) {
        List<Hl7Segment> where = leading.contains(name) ? before.reversed() : own;
        return where.stream().filter(segment -> segment.is(name)).findFirst().orElseGet(() -> Hl7Message.absent(name));
    }
}
