/**
 * The event log: the system of record. Here is its face (the port {@link org.parcours.command.eventlog.CommitLog} and its
 * values); {@code engine} is the algorithm that every store shares, {@code chain} the hash chain, {@code jdbc} the
 * adapter for SQLite and PostgreSQL. The rules that it keeps stand in {@code README.md} beside this file.
 *
 * <p>It knows bytes, tags and names; nothing of Axon, Spring, HL7 or our events.
 */
@NullMarked
package org.parcours.command.eventlog;

import org.jspecify.annotations.NullMarked;
