package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;

/**
 * One prescribed medicine: an ORC with its RXO and RXE. Several RXE or RXO that share an ORC are a prescription each.
 *
 * @param part which medicine of its ORC this is: 1, 2, …
 * @param segments the segments after its first RXO or RXE, up to the next medicine
 */
record Hl7MedicationOrder(OrderGroup order, int part, List<Hl7Segment> segments) {

    /** An RXE after an RXO encodes it; any other RXE or RXO begins the next medicine. */
    static List<Hl7MedicationOrder> split(OrderGroup order) {
        List<Hl7MedicationOrder> parts = new ArrayList<>();
        List<Hl7Segment> current = new ArrayList<>();
        boolean hasRxo = false;
        boolean hasRxe = false;
        for (Hl7Segment segment : order.segments()) {
            boolean begins = segment.is("RXE") ? hasRxe : segment.is("RXO") && (hasRxo || hasRxe);
            if (begins) {
                parts.add(new Hl7MedicationOrder(order, parts.size() + 1, List.copyOf(current)));
                current.clear();
                hasRxo = false;
                hasRxe = false;
            }
            hasRxo |= segment.is("RXO");
            hasRxe |= segment.is("RXE");
            current.add(segment);
        }
        parts.add(new Hl7MedicationOrder(order, parts.size() + 1, List.copyOf(current)));
        return parts;
    }

    Hl7Segment segment(String name) {
        return Hl7Message.firstOf(segments, name);
    }

    List<Hl7Segment> segmentsOf(String name) {
        return segments.stream().filter(segment -> segment.is(name)).toList();
    }

    boolean hasProductSegment() {
        return segments.stream().anyMatch(segment -> segment.is("RXE") || segment.is("RXO"));
    }

    /** RXE-2, the pharmacy's encoding of RXO-1. */
    Optional<Coding> product() {
        return Hl7DataTypeMapper.coding(segment("RXE").field(2))
                .or(() -> Hl7DataTypeMapper.coding(segment("RXO").field(1)));
    }

    /**
     * ORC-2, ORC-3 or RXE-15, the first that is present. The further medicines of an ORC have a number of their own
     * (RXE-15), or else that of the ORC with their place.
     */
    Identifier number(Hl7MappingContext context) {
        Hl7IdentifierMapper identifiers = context.identifiers();
        Hl7Segment orc = order.orc();
        Optional<Identifier> own = identifiers.ei(segment("RXE").field(15));
        Optional<Identifier> shared = identifiers.ei(orc.field(2), orc.field(3));
        if (part == 1) {
            return shared.or(() -> own).orElseGet(() -> context.generatedIdentifier(order.index()));
        }
        return own.or(() -> shared.map(this::withPart))
                .orElseGet(() -> withPart(context.generatedIdentifier(order.index())));
    }

    Identifier withPart(Identifier number) {
        return Identifier.of(number.system(), number.value() + "#" + part);
    }
}
