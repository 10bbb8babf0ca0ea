package org.parcours.command.intake.hl7.message;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.util.Terser;
import java.util.Optional;

/** One repetition of a field. An absent or blank value and the HL7 null ({@code ""}) read as the empty text. */
public final class Hl7FieldRepetition {

    private final Segment segment;
    private final int number;
    private final int repetition;

    Hl7FieldRepetition(Segment segment, int number, int repetition) {
        this.segment = segment;
        this.number = number;
        this.repetition = repetition;
    }

    /** The first component. */
    public String text() {
        return text(1);
    }

    public String text(int component) {
        return text(component, 1);
    }

    public String text(int component, int subcomponent) {
        try {
            String value = Terser.getPrimitive(segment.getField(number, repetition), component, subcomponent)
                    .getValue();
            return value == null || value.equals("\"\"") ? "" : value.strip();
        } catch (HL7Exception e) {
            throw new IllegalStateException("No such component: " + path() + "." + component, e);
        }
    }

    public Optional<String> value() {
        return value(1);
    }

    /** A component's value; empty if it is absent. */
    public Optional<String> value(int component) {
        return Optional.of(text(component)).filter(text -> !text.isEmpty());
    }

    /** {@code PID-3}. */
    public String path() {
        return segment.getName() + "-" + number;
    }
}
