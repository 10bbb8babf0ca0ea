/** One patient's timeline: read from the views or replayed from the journal; its API, page and stream. */
@NullMarked
package org.parcours.query.timeline;

import org.jspecify.annotations.NullMarked;
