/**
 * Kafka to views. Nothing else writes views.
 *
 * <p>Invariants: events are applied in log order without a gap; a document never takes the same event twice; progress
 * is stored after the documents, so that a crash between the two repeats work and changes nothing; what cannot be shown
 * is marked and holds up nothing else.
 */
@NullMarked
package org.parcours.query.projection;

import org.jspecify.annotations.NullMarked;
