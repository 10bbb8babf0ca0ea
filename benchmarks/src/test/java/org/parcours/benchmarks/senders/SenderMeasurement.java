package org.parcours.benchmarks.senders;

import org.HdrHistogram.Histogram;

/**
 * What the senders measured.
 *
 * @param latencies from the time at which a message is due to its acknowledgement, in nanoseconds
 * @param notPositive acknowledgements other than AA
 */
record SenderMeasurement(Histogram latencies, long notPositive) {}
