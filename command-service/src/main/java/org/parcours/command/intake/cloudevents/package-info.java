/** Parses CloudEvents, from REST, Kafka, files and quarantine. */
@NullMarked
package org.parcours.command.intake.cloudevents;

import org.jspecify.annotations.NullMarked;
