package org.parcours.events.catalogue;

/** A band of the timeline. */
public record Lane(String code, Label label) {}
