package org.parcours.events;

import java.util.Optional;
import java.util.Set;

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

    /** NIR and NIA, and their test and demonstration twins. PAM FR 2.11.1, p. 18. */
    private static final Set<String> INS_SYSTEMS = Set.of(
            "urn:oid:1.2.250.1.213.1.4.8",
            "urn:oid:1.2.250.1.213.1.4.9",
            "urn:oid:1.2.250.1.213.1.4.10",
            "urn:oid:1.2.250.1.213.1.4.11");

    public static Identifier of(String system, String value) {
        return new Identifier(system, value, Optional.empty());
    }

    /** A national identity number [INS], which counts only once it has been validated (rule 5). */
    public boolean ins() {
        return INS_SYSTEMS.contains(system)
                || type.filter(told -> told.startsWith("INS")).isPresent();
    }

    /** The same number by the same authority; its type is a remark. */
    public boolean names(Identifier other) {
        return system.equals(other.system) && value.equals(other.value);
    }
}
