/**
 * The rules of a patient's journey: pure decisions from what was told and what the log knows to what is recorded.
 * A decision never refuses (rule 1): it says whom the fact concerns, what it corrects, and what surprises.
 *
 * <p>Knows {@code shared-events} and the intake's {@link org.parcours.command.message.ParsedMessage}; no clock, no random, no
 * I/O, no Axon, no Spring. The steps below never import each other.
 */
@NullMarked
package org.parcours.command.journey;

import org.jspecify.annotations.NullMarked;
