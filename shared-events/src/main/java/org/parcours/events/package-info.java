/**
 * The events that the services share: what happened to a patient ({@link org.parcours.events.Event}), and who reported
 * it when ({@link org.parcours.events.Envelope}).
 *
 * <p>Depends on Jackson's annotations and JSpecify; neither on Axon nor Spring, nor on any protocol.
 */
@NullMarked
package org.parcours.events;

import org.jspecify.annotations.NullMarked;
