package org.parcours.command.intake.cloudevents;

import java.util.List;

/** The hospital's own rules, as they are at the moment of asking. */
public interface CloudEventRuleProvider {

    CloudEventRuleProvider NONE = source -> List.of();

    /** @param source of a CloudEvent */
    List<CloudEventRule> rulesFor(String source);
}
