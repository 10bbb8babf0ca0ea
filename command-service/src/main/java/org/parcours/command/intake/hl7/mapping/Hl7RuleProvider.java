package org.parcours.command.intake.hl7.mapping;

import java.util.List;

/** The hospital's own mapping rules, as they currently are. */
public interface Hl7RuleProvider {

    Hl7RuleProvider NONE = application -> List.of();

    /** @param application MSH-3 */
    List<Hl7Rule> rulesOf(String application);
}
