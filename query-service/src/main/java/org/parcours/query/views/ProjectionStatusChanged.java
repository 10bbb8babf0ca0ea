package org.parcours.query.views;

public record ProjectionStatusChanged(ProjectionStatus.State state) {}
