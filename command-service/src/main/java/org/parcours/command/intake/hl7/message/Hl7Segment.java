package org.parcours.command.intake.hl7.message;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Segment;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One segment, of any name. An absent segment reads as one whose fields are all empty. */
public final class Hl7Segment {

    private final Segment segment;

    Hl7Segment(Segment segment) {
        this.segment = segment;
    }

    public String name() {
        return segment.getName();
    }

    public boolean is(String name) {
        return name().equals(name);
    }

    /** The first repetition. */
    public Hl7FieldRepetition field(int number) {
        return new Hl7FieldRepetition(segment, number, 0);
    }

    public List<Hl7FieldRepetition> repetitions(int number) {
        try {
            return IntStream.range(0, segment.getField(number).length)
                    .mapToObj(repetition -> new Hl7FieldRepetition(segment, number, repetition))
                    .toList();
        } catch (HL7Exception e) {
            throw new IllegalStateException("No such field: " + name() + "-" + number, e);
        }
    }

    /** The first component of the first repetition. */
    public String text(int number) {
        return field(number).text();
    }

    /** The first component of the first repetition. */
    public Optional<String> value(int number) {
        return field(number).value();
    }
}
