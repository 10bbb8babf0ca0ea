package org.parcours.command;

/** Stands for the other service, whose classes are not on this class path. */
public final class PlantedCommand {}
