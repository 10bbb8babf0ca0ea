package org.parcours.standalone.demo.masterdata;

/** An invented practitioner; the number is in no real directory. */
public record Doctor(String number, String family, String given) {}
