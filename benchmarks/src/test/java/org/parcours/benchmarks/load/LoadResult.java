package org.parcours.benchmarks.load;

/**
 * @param perSecond calls that began within the measured time, a second of it
 * @param p50 milliseconds
 * @param p99 milliseconds
 * @param max milliseconds
 */
public record LoadResult(double perSecond, double p50, double p99, double max) {}
