package org.parcours.events;

import java.util.Optional;

/**
 * A number given by somebody: HL7 v2 CX or EI, FHIR Identifier.
 *
 * @param system who gives the number: {@code urn:oid:…}, a URL, or the assigning authority's name as told
 * @param value the number itself, never blank
 * @param type what it is a number of, HL7 table 0203: PI, INS, MR, AN, VN, …
 */
public record Identifier(String system, String value, Optional<String> type) {

    public Identifier {
        if (system.isBlank() || value.isBlank()) {
            throw new IllegalArgumentException("An identifier has a system and a value");
        }
    }

    public static Identifier of(String system, String value) {
        return new Identifier(system, value, Optional.empty());
    }

    /** The same number by the same authority; its type is a remark. */
    public boolean names(Identifier other) {
        return system.equals(other.system) && value.equals(other.value);
    }
}
