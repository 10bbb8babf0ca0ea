package org.parcours.command.message;

import java.util.List;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;

/**
 * What a message states about the identity of the patient (rule 5: identity is evidence).
 *
 * @param identifiers at least one, except in {@link #UNSTATED}; the hospital's own first. INS only where PID-32 says VALI
 */
public record PatientEvidence(List<Identifier> identifiers, Demographics demographics) {

    /** Of a fact that takes back what is known by its own number, and does not say whose it is. */
    public static final PatientEvidence UNSTATED = new PatientEvidence(List.of(), Demographics.UNKNOWN);

    public PatientEvidence {
        identifiers = List.copyOf(identifiers);
        if (identifiers.isEmpty() && !demographics.equals(Demographics.UNKNOWN)) {
            throw new IllegalArgumentException("Evidence has at least one identifier");
        }
    }

    public boolean isUnstated() {
        return identifiers.isEmpty();
    }
}
