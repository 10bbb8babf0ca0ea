package org.parcours.events;

import java.util.Optional;

/**
 * Who reported an event, and how.
 *
 * @param application the source application (MSH-3, a CloudEvent's source)
 * @param facility the sending facility (MSH-4)
 * @param feed the channel: {@code hl7v2}, {@code rest}, {@code fhir}, {@code kafka}
 * @param messageId the application's own id of the message (MSH-10, a CloudEvent's id)
 * @param digest SHA-256 of the message's content; distinguishes a duplicate from a reused message id (rule 4)
 * @param author the person who entered the data, where reported
 * @param outage the outage that a BACK_ENTRY belongs to
 * @param resubmitted present where a person resubmitted the message from quarantine
 * @param raw SHA-256 of the message's bytes as received, their address in the document store
 */
public record EventProvenance(
        String application,
        Optional<String> facility,
        String feed,
        String messageId,
        String digest,
        Optional<String> author,
        DataEntryMode entryMode,
        Optional<String> outage,
        Optional<Resubmission> resubmitted,
        Optional<String> raw) {}
