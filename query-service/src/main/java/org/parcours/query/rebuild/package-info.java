/**
 * Builds a new generation of views from the whole topic beside the current one, compares the two, and makes the new one
 * current in one step.
 *
 * <p>Invariants: the current generation is only read; a generation has a position only when it is complete; an entry is the
 * result of the same fold as in the live projection, with all its events at once.
 */
@NullMarked
package org.parcours.query.rebuild;

import org.jspecify.annotations.NullMarked;
