package org.parcours.command.intake.hl7.mapping;

import java.util.List;

/** The hospital's own rules, as they are at the moment of asking. */
public interface Hl7Rules {

    Hl7Rules NONE = application -> List.of();

    /** @param application MSH-3 */
    List<Hl7Rule> of(String application);
}
