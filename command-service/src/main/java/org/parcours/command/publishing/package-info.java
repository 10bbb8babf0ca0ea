/** The log's way to Kafka: every event, in log order, exactly once, by one fenced producer. */
@NullMarked
package org.parcours.command.publishing;

import org.jspecify.annotations.NullMarked;
