/**
 * Parses CloudEvents, from REST, Kafka, files and quarantine: JSON to a {@link
 * org.parcours.command.message.ParsedMessage} or a rejection. It depends on no feed, and contains no rule of the
 * journey.
 */
@NullMarked
package org.parcours.command.intake.cloudevents;

import org.jspecify.annotations.NullMarked;
