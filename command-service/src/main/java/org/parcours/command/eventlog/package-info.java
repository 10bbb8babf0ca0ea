/**
 * The event log: the system of record. This package has its port, {@link org.parcours.command.eventlog.CommitLog}, and
 * the port's values; {@code engine} is the algorithm that all stores share, {@code chain} the hash chain, {@code jdbc}
 * and {@code mongo} are the stores, {@code verify} checks a stored log and {@code factory} opens one. {@code README.md}
 * in this directory lists the invariants.
 *
 * <p>The log stores bytes with tags and names; it depends on neither Axon, Spring, HL7 nor the events of Parcours.
 */
@NullMarked
package org.parcours.command.eventlog;

import org.jspecify.annotations.NullMarked;
