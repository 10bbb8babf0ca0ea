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
 * The part of a message that reports one step: an occurrence of the repeated segment, and the segments after it, up to
 * the next occurrence. A segment whose name occurs before the first group (PID, PV1, ORC) resolves to its last
 * occurrence before this group, and so never to the ORC of the next order; any other name resolves within the group,
 * and so never to a segment of a neighbouring one.
 */
record SegmentGroup(Set<String> leadingNames, List<Hl7Segment> preceding, List<Hl7Segment> members) {

    /** @param repeatedSegment the segment that begins each group; empty: the whole message is one group */
    static List<SegmentGroup> split(Hl7Message message, Optional<String> repeatedSegment) {
        List<Hl7Segment> segments = message.segments();
        if (repeatedSegment.isEmpty()) {
            return List.of(new SegmentGroup(Set.of(), List.of(), segments));
        }
        List<Integer> starts = IntStream.range(0, segments.size())
                .filter(i -> segments.get(i).is(repeatedSegment.get()))
                .boxed()
                .toList();
        List<SegmentGroup> groups = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int start = starts.get(i);
            int end = i + 1 < starts.size() ? starts.get(i + 1) : segments.size();
            Set<String> leadingNames = segments.subList(0, starts.getFirst()).stream()
                    .map(Hl7Segment::name)
                    .collect(Collectors.toUnmodifiableSet());
            groups.add(new SegmentGroup(leadingNames, segments.subList(0, start), segments.subList(start, end)));
        }
        return groups;
    }

    Hl7Segment segment(String name) {
        List<Hl7Segment> candidates = leadingNames.contains(name) ? preceding.reversed() : members;
        return candidates.stream()
                .filter(segment -> segment.is(name))
                .findFirst()
                .orElseGet(() -> Hl7Message.absentSegment(name));
    }
}
