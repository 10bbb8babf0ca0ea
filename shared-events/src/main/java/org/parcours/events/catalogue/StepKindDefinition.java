package org.parcours.events.catalogue;

/**
 * A kind of step.
 *
 * @param code the name in facts and views
 * @param label the name on screens
 * @param lane the code of its lane on the timeline
 * @param icon the name of an icon of the screens
 */
public record StepKindDefinition(String code, BilingualLabel label, String lane, String icon) {}
