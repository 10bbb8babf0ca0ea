package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.OrderNumbers;

/**
 * One order of a message: its ORC, its OBR, and the segments after them, up to the next order.
 *
 * @param index the order's place in the message: 1, 2, 3, …
 */
record OrderGroup(int index, Hl7Segment orc, Hl7Segment obr, List<Hl7Segment> segments) {

    private static final Set<String> CANCEL_CONTROLS = Set.of("CA", "OC", "CR", "DC", "OD", "DR", "UA");

    /** These stand between a segment and the comments on it. */
    private static final Set<String> NOTE_CONTEXT = Set.of("PRT", "PD1", "ARV");

    private static final Set<String> NOTE_OWNERS = Set.of("OBX", "SPM", "SAC", "PID", "TXA", "FT1", "CTI");

    static List<OrderGroup> split(Hl7Message message) {
        // OUL has OBR, then ORC; all other messages ORC, then OBR, and several OBR may share one ORC.
        boolean orcLast = message.header().text(9).equals("OUL");
        List<OrderGroup> groups = new ArrayList<>();
        Hl7Segment orc = Hl7Message.absentSegment("ORC");
        Hl7Segment obr = Hl7Message.absentSegment("OBR");
        List<Hl7Segment> following = new ArrayList<>();
        boolean open = false;
        boolean hasObr = false;
        for (Hl7Segment segment : message.segments()) {
            boolean begins = segment.is("OBR") ? !open || hasObr : segment.is("ORC") && !orcLast;
            if (begins && open) {
                groups.add(new OrderGroup(groups.size() + 1, orc, obr, List.copyOf(following)));
                following.clear();
                obr = Hl7Message.absentSegment("OBR");
                orc = orcLast ? Hl7Message.absentSegment("ORC") : orc;
            }
            open |= begins;
            if (segment.is("ORC")) {
                orc = segment;
                hasObr &= orcLast;
            } else if (segment.is("OBR")) {
                obr = segment;
                hasObr = true;
            } else if (open && !begins) {
                following.add(segment);
            }
        }
        if (open) {
            groups.add(new OrderGroup(groups.size() + 1, orc, obr, List.copyOf(following)));
        }
        return groups;
    }

    boolean hasSegment(String name) {
        return segments.stream().anyMatch(segment -> segment.is(name));
    }

    Hl7Segment segment(String name) {
        return Hl7Message.firstOf(segments, name);
    }

    List<Hl7Segment> segmentsOf(String name) {
        return segments.stream().filter(segment -> segment.is(name)).toList();
    }

    /** ORC-1 (HL7 table 0119) that cancels the order, or stops the prescription. */
    boolean isCancelled() {
        return CANCEL_CONTROLS.contains(orc.text(1));
    }

    /** ORC, OBR and the segments after them. */
    List<Hl7Segment> allSegments() {
        return Stream.concat(Stream.of(orc, obr), segments.stream()).toList();
    }

    /**
     * The comments on the order itself: NTE after ORC or OBR. A comment after a value, a specimen, a medicine or a
     * patient belongs to that.
     */
    List<String> notes() {
        return notes(segments.stream().takeWhile(segment -> !ownsNotes(segment)));
    }

    /** The comments on one segment: the NTE after it. */
    static List<String> notesAfter(List<Hl7Segment> segments, Hl7Segment owner) {
        return notes(segments.stream()
                .dropWhile(segment -> segment != owner)
                .skip(1)
                .takeWhile(segment -> segment.is("NTE") || NOTE_CONTEXT.contains(segment.name())));
    }

    private static boolean ownsNotes(Hl7Segment segment) {
        return segment.name().startsWith("RX") || NOTE_OWNERS.contains(segment.name());
    }

    /** NTE-3 is FT: its repetitions are lines, and unescaped delimiters are text. */
    private static List<String> notes(Stream<Hl7Segment> segments) {
        return segments.filter(segment -> segment.is("NTE"))
                .flatMap(nte -> noteOf(nte).stream())
                .toList();
    }

    /** The text of one NTE; empty if it has none. */
    static Optional<String> noteOf(Hl7Segment nte) {
        return Optional.of(nte.repetitions(3).stream()
                        .map(Hl7FieldRepetition::wholeText)
                        .collect(Collectors.joining("\n"))
                        .strip())
                .filter(note -> !note.isEmpty());
    }

    /** OBR-4. */
    Optional<Coding> examination() {
        return Hl7DataTypeMapper.coding(obr.field(4));
    }

    /**
     * OBR-2 and OBR-3, else ORC-2 and ORC-3 of an ORC that may be shared; IPC-1; if all are empty, a generated number.
     */
    OrderNumbers orderNumbers(Hl7MappingContext context) {
        Hl7IdentifierMapper identifiers = context.identifiers();
        Optional<Identifier> placer = identifiers.ei(obr.field(2), orc.field(2));
        Optional<Identifier> filler = identifiers.ei(obr.field(3), orc.field(3));
        Optional<Identifier> accession = identifiers.ei(segment("IPC").field(1));
        boolean unnumbered = placer.isEmpty() && filler.isEmpty() && accession.isEmpty();
        return new OrderNumbers(
                placer,
                unnumbered ? Optional.of(context.generatedIdentifier(index)) : filler,
                accession,
                parentResult());
    }

    /** OBR-26 (the parent's OBX-3, OBX-4 and value) and OBR-29 (the parent's order): the culture of an antibiogram. */
    private Optional<String> parentResult() {
        Hl7FieldRepetition parent = obr.field(26);
        String subId = parent.wholeComponent(2).strip();
        // The value of the parent may be corrected: it identifies only where nothing else does.
        List<String> result = subId.isEmpty()
                ? parent.components()
                : List.of(parent.wholeComponent(1).strip(), subId);
        List<String> order = obr.field(29).components();
        String key = Stream.concat(result.stream(), order.stream())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return Optional.of(key).filter(text -> !text.isEmpty());
    }

    /** OBR-26 for display: the parent's value, else what identifies it. */
    Optional<String> parentResultLabel() {
        List<String> parts = obr.field(26).components();
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts.getLast());
    }
}
