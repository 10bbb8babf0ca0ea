package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A step's id inside Parcours, derived from the step's business key. */
public record StepId(@JsonValue UUID value) {

    @JsonCreator
    public static StepId of(String text) {
        return new StepId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
