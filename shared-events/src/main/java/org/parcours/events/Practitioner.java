package org.parcours.events;

import java.util.Optional;

/** Who acted (HL7 v2 XCN): a number (RPPS, ADELI, …), a name, or both. */
public record Practitioner(Optional<Identifier> identifier, Optional<PersonName> name) {

    /** The name for display, or else the number. */
    public String label() {
        return name.map(PersonName::toString)
                .or(() -> identifier.map(Identifier::value))
                .orElse("");
    }
}
