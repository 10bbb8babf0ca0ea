package org.parcours.benchmarks.senders;

import org.HdrHistogram.Histogram;

/**
 * What the senders saw.
 *
 * @param latencies of the acknowledgements, in nanoseconds, from when the message was due
 * @param notPositive answers other than AA
 */
record SenderMeasurement(Histogram latencies, long notPositive) {}
