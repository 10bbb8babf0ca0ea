/**
 * The fold: a pure function from events to a timeline, without clock or I/O. The views and each replay use it.
 *
 * <p>Invariants, each a property in {@code TimelinePropertiesTest}: folding in any batches gives the same result; the
 * order in which independent steps arrive does not matter; a repeated event changes nothing; a step is folded from all
 * its events, so that a late admission clears the anomaly that its absence caused.
 */
@NullMarked
package org.parcours.query.timeline.fold;

import org.jspecify.annotations.NullMarked;
