/**
 * Signs the head of the log, periodically and at shutdown, and stores these checkpoints outside the database, so that
 * an intruder who can change the log cannot change them: in Kafka and in the service's log lines.
 */
@NullMarked
package org.parcours.command.checkpoint;

import org.jspecify.annotations.NullMarked;
