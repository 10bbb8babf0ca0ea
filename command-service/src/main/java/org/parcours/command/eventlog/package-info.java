/**
 * The event log, the system of record: its port {@link org.parcours.command.eventlog.CommitLog} and the port's values.
 * It stores bytes with tags and names and depends on neither Axon, Spring, HL7 nor the events of Parcours.
 * {@code README.md} in this directory lists the packages and the invariants.
 */
@NullMarked
package org.parcours.command.eventlog;

import org.jspecify.annotations.NullMarked;
