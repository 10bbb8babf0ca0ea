/**
 * command-service: {@code feeds} receive messages, {@code intake} parses them, {@code processing} runs the pipeline,
 * {@code journey} decides, {@code axon} and {@code eventlog} record, {@code publishing} copies the log to Kafka, and
 * {@code quarantine} stores rejected messages.
 */
@NullMarked
package org.parcours.command;

import org.jspecify.annotations.NullMarked;
