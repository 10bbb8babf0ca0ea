package org.parcours.benchmarks.load;

/**
 * Throughput and latencies of a load.
 *
 * @param perSecond calls per second, of those that began within the measured time
 * @param p50 milliseconds
 * @param p99 milliseconds
 * @param max milliseconds
 */
public record LoadResult(double perSecond, double p50, double p99, double max) {}
