package org.parcours.query.views;

/** Application event: the projection has changed its state. */
public record ProjectionStatusChanged(ProjectionStatus.State state) {}
