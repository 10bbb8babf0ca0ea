package org.parcours.events;

import java.util.Optional;

/**
 * Who told us, and how.
 *
 * @param application the source application (MSH-3, a CloudEvent's source)
 * @param facility where it speaks for (MSH-4)
 * @param feed the channel: {@code hl7v2}, {@code rest}, {@code fhir}, {@code kafka}
 * @param messageId the application's own id of the message (MSH-10, a CloudEvent's id)
 * @param digest SHA-256 of the message's content, which tells a duplicate from a re-used message id (rule 4)
 * @param author the person who typed it in, where told
 * @param outage the outage that a BACK_ENTRY belongs to
 * @param resubmitted by whom, where the message came by way of the quarantine
 * @param raw SHA-256 of the message's bytes as they came, by which the document store has them
 */
public record Reporter(
        String application,
        Optional<String> facility,
        String feed,
        String messageId,
        String digest,
        Optional<String> author,
        EntryMode entryMode,
        Optional<String> outage,
        Optional<Resubmitted> resubmitted,
        Optional<String> raw) {}
