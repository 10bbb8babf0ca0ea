package org.parcours.events;

import java.util.UUID;

/**
 * A person resubmitted a message that had been rejected.
 *
 * @param quarantine the id of the quarantined message, which holds the bytes as received and as resubmitted
 */
public record Resubmission(UUID quarantine, String by) {}
