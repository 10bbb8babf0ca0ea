/**
 * The pure function from events to a timeline: no clock, no I/O. The live view and every replay use this one.
 *
 * <p>Invariants, each a property in {@code TimelinePropertiesTest}: folding in any batches gives the same; the order
 * in which independent steps arrive does not matter; told again, an event changes nothing; a step's fold looks at all
 * the events known of it, so a late admission clears the flag that its absence had raised.
 */
@NullMarked
package org.parcours.query.timeline.fold;

import org.jspecify.annotations.NullMarked;
