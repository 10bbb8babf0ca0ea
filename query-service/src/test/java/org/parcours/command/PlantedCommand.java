package org.parcours.command;

/** Stands for a class of command-service, which is not on this class path. */
public final class PlantedCommand {}
