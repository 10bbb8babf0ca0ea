package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A stay inside Parcours; made from its visit number, so that whoever names the stay names the same id. */
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
