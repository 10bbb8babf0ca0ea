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
record CustomRuleSegmentGroup(Set<String> leadingNames, List<Hl7Segment> preceding, List<Hl7Segment> members) {

    /** @param repeatedSegment the segment that begins each group; empty: the whole message is one group */
    static List<CustomRuleSegmentGroup> split(Hl7Message message, Optional<String> repeatedSegment) {
        List<Hl7Segment> segments = message.segments();
        if (repeatedSegment.isEmpty()) {
            return List.of(new CustomRuleSegmentGroup(Set.of(), List.of(), segments));
        }
        int[] starts = IntStream.range(0, segments.size())
                .filter(i -> segments.get(i).is(repeatedSegment.get()))
                .toArray();
        if (starts.length == 0) {
            return List.of();
        }
        Set<String> leadingNames =
                segments.subList(0, starts[0]).stream().map(Hl7Segment::name).collect(Collectors.toSet());
        List<CustomRuleSegmentGroup> groups = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            int end = i + 1 < starts.length ? starts[i + 1] : segments.size();
            groups.add(new CustomRuleSegmentGroup(
                    leadingNames, segments.subList(0, starts[i]), segments.subList(starts[i], end)));
        }
        return groups;
    }

    Hl7Segment segment(String name) {
        return Hl7Message.firstOf(leadingNames.contains(name) ? preceding.reversed() : members, name);
    }
}
