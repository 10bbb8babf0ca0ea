/**
 * The words that the services share: what happened to a patient ({@link org.parcours.events.Event}), and what
 * Parcours knows about having been told so ({@link org.parcours.events.Envelope}).
 *
 * <p>Knows Jackson's annotations and JSpecify; neither Axon nor Spring, nor any protocol.
 */
@NullMarked
package org.parcours.events;

import org.jspecify.annotations.NullMarked;
