package org.parcours.events;

import java.util.Optional;
import java.util.Set;

/**
 * An identifier with its assigning authority: HL7 v2 CX or EI, FHIR Identifier.
 *
 * @param system the assigning authority: {@code urn:oid:…}, a URL, or the authority's name as sent
 * @param value the number itself, never blank
 * @param type the kind of number, HL7 table 0203: PI, INS, MR, AN, VN, …
 */
public record Identifier(String system, String value, Optional<String> type) {

    public Identifier {
        if (system.isBlank() || value.isBlank()) {
            throw new IllegalArgumentException("An identifier has a system and a value");
        }
    }

    /** NIR and NIA, and their test and demonstration counterparts. PAM FR 2.11.1, p. 18. */
    private static final Set<String> INS_SYSTEMS = Set.of(
            "urn:oid:1.2.250.1.213.1.4.8",
            "urn:oid:1.2.250.1.213.1.4.9",
            "urn:oid:1.2.250.1.213.1.4.10",
            "urn:oid:1.2.250.1.213.1.4.11");

    public static Identifier of(String system, String value) {
        return new Identifier(system, value, Optional.empty());
    }

    /** Whether it is a national identity number [INS], which is used only where validated (rule 5). */
    public boolean isIns() {
        return INS_SYSTEMS.contains(system)
                || type.filter(code -> code.startsWith("INS")).isPresent();
    }

    /** Whether both have the same authority and value; the type is not compared. */
    public boolean isSameNumberAs(Identifier other) {
        return system.equals(other.system) && value.equals(other.value);
    }
}
