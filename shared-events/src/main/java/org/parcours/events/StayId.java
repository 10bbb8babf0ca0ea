package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A stay's id inside Parcours, derived from its visit number: every message about the stay gives the same id. */
public record StayId(@JsonValue UUID value) {

    @JsonCreator
    public static StayId of(String text) {
        return new StayId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
