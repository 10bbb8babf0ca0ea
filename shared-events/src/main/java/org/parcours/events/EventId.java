package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** One recorded event (UUIDv7: sorts by the time at which it was made). */
public record EventId(@JsonValue UUID value) {

    @JsonCreator
    public static EventId of(String text) {
        return new EventId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
