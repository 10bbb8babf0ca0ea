/**
 * Facts come in as CloudEvents from the topic {@code parcours.inbound}. Nobody waits for an answer there: an offset is
 * committed once its record is in the log or in quarantine.
 */
@NullMarked
package org.parcours.command.feeds.kafka;

import org.jspecify.annotations.NullMarked;
