package org.parcours.query.store;

/**
 * The right to write a generation. Each holder has a higher term than the holder before, and a write with a lower term
 * than the latest fails.
 */
public record Lease(String holder, long term) {}
