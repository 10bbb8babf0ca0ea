/**
 * The Kafka feed: consumes CloudEvents from the topic {@code parcours.inbound}. It sends no response: an offset is
 * committed once its record is in the log or in quarantine.
 */
@NullMarked
package org.parcours.command.feeds.kafka;

import org.jspecify.annotations.NullMarked;
