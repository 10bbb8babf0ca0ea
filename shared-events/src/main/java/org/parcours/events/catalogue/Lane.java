package org.parcours.events.catalogue;

/** A lane of the timeline. */
public record Lane(String code, BilingualLabel label) {}
