package org.parcours.command.intake;

import java.util.UUID;

/** Where the bytes of a message go that brought no event: kept as they came, so that a person can act on them. */
public interface Refused {

    /**
     * Keeps what could not be understood. Returns once it is durable; throws where it cannot be, and the sender must
     * then keep the message.
     *
     * @param sender as far as it could be read
     * @param contentType {@code application/hl7-v2}, {@code application/cloudevents+json}
     * @return by which it is found in quarantine
     */
    UUID keep(Sender sender, String contentType, byte[] raw, Refusal why);

    /** As above, for a message that is well formed and tells nothing that Parcours tracks. */
    UUID keep(Sender sender, String contentType, byte[] raw, Unmapped why);
}
