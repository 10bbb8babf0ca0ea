/**
 * Projects the events in Kafka into the views. No other package writes views.
 *
 * <p>Invariants: events are applied in log order without a gap; a document applies each event once; progress is stored
 * after the documents, so that a crash between the two only repeats work; a document that cannot be written is replaced
 * by a marker and blocks no other document.
 */
@NullMarked
package org.parcours.query.projection;

import org.jspecify.annotations.NullMarked;
