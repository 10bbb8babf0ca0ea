package org.parcours.standalone.demo.world;

/** An invented practitioner; the number is in no real directory. */
public record Doctor(String number, String family, String given) {}
