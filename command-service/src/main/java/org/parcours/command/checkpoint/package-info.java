/**
 * Signs where the log ends, now and then and at shutdown, and puts that where whoever can change the log cannot: into
 * Kafka and into the service's own log lines.
 */
@NullMarked
package org.parcours.command.checkpoint;

import org.jspecify.annotations.NullMarked;
