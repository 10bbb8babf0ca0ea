package org.parcours.events.catalogue;

/**
 * A kind of step.
 *
 * @param code what facts and views call it
 * @param label what people call it
 * @param lane the code of the lane that it is drawn in
 * @param icon the name of a symbol of the screens
 */
public record StepKind(String code, Label label, String lane, String icon) {}
