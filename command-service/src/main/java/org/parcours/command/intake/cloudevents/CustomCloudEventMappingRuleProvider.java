package org.parcours.command.intake.cloudevents;

import java.util.List;

/** Provides the hospital's rules for the CloudEvents of its applications, always in their current version. */
public interface CustomCloudEventMappingRuleProvider {

    CustomCloudEventMappingRuleProvider NONE = source -> List.of();

    /** @param source of a CloudEvent */
    List<CustomCloudEventMappingRule> rulesFor(String source);
}
