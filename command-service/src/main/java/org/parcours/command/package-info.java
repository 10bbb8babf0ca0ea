/** command-service: facts in, the event log, out to Kafka. Rooms: intake, quarantine, journey, log, publish. */
@NullMarked
package org.parcours.command;

import org.jspecify.annotations.NullMarked;
