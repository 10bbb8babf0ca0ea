package org.parcours.command.intake.hl7.mapping;

import java.util.List;

/** The hospital's own mapping rules, as they currently are. */
public interface CustomHl7MappingRuleProvider {

    CustomHl7MappingRuleProvider NONE = application -> List.of();

    /** @param application MSH-3 */
    List<CustomHl7MappingRule> rulesOf(String application);
}
