/** A patient's journal: the events in the order in which they were recorded. */
@NullMarked
package org.parcours.query.journal;

import org.jspecify.annotations.NullMarked;
