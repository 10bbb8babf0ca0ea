package org.parcours.events;

import java.util.UUID;

/**
 * A message that was refused at first, and that a person submitted again.
 *
 * @param quarantine where it waited; the bytes as they came and as they were submitted are kept there
 * @param by the person
 */
public record Resubmitted(UUID quarantine, String by) {}
