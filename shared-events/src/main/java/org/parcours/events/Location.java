package org.parcours.events;

import java.util.Optional;

/** A location (HL7 v2 PL): the unit (in France the unité fonctionnelle, UF), and room, bed and site where sent. */
public record Location(String unit, Optional<String> room, Optional<String> bed, Optional<String> facility) {

    public static Location of(String unit) {
        return new Location(unit, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(unit);
        room.ifPresent(r -> text.append(" · ").append(r));
        bed.ifPresent(b -> text.append(" · ").append(b));
        return text.toString();
    }
}
