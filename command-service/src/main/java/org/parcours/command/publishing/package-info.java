/** Publishes the log to Kafka: every event exactly once, in log order, by one fenced producer. */
@NullMarked
package org.parcours.command.publishing;

import org.jspecify.annotations.NullMarked;
