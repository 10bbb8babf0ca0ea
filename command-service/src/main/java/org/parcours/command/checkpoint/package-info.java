/**
 * Signs the head of the log and stores these checkpoints where an intruder who can change the log cannot change them: in
 * Kafka and in the service's log lines.
 */
@NullMarked
package org.parcours.command.checkpoint;

import org.jspecify.annotations.NullMarked;
