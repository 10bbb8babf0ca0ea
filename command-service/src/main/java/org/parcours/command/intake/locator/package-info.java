/**
 * Where in a message's text the place is that a refusal names: {@code PID-3}, {@code data.occurredAt},
 * {@code Bundle.entry[2].resource.status}. For people who look at it; whatever the text is, there is an answer. Knows how
 * refusals name places, and nothing of what they mean.
 */
@NullMarked
package org.parcours.command.intake.locator;

import org.jspecify.annotations.NullMarked;
