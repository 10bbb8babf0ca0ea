package org.parcours.command.message;

import java.util.List;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;

/**
 * What a message states about the identity of the patient (rule 5: identity is evidence).
 *
 * @param identifiers at least one; the hospital's own first. INS only where PID-32 says VALI
 */
public record PatientEvidence(List<Identifier> identifiers, Demographics demographics) {

    public PatientEvidence {
        identifiers = List.copyOf(identifiers);
        if (identifiers.isEmpty()) {
            throw new IllegalArgumentException("Evidence has at least one identifier");
        }
    }
}
