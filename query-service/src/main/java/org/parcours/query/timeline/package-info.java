/** A patient's timeline, read from the views or replayed from the journal: its page, API and SSE stream. */
@NullMarked
package org.parcours.query.timeline;

import org.jspecify.annotations.NullMarked;
