package org.parcours.command.intake.hl7.mapping;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.message.Sender;
import org.parcours.events.Identifier;

/**
 * Maps HL7 identifiers with their assigning authority: its OID if present, else its name. A number without an authority
 * is valid for its sender only, and distinct from the same number of every other sender.
 *
 * @param authorities OIDs by name, for senders that give only the authority's name
 */
record Hl7IdentifierMapper(Sender sender, Map<String, String> authorities) {

    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d*))+");

    /** CX: a patient's, a visit's or an account's number. */
    Optional<Identifier> cx(Hl7FieldRepetition field) {
        return identifier(field.text(), system(field.text(4, 1), field.text(4, 2), field.text(4, 3)), field.value(5));
    }

    /** EI, the first that is not empty: an order's, an appointment's, a movement's or a document's number. */
    Optional<Identifier> ei(Hl7FieldRepetition... fields) {
        return Stream.of(fields)
                .filter(field -> !field.text().isEmpty())
                .findFirst()
                .map(field -> Identifier.of(system(field.text(2), field.text(3), field.text(4)), field.text()));
    }

    /** XCN: a practitioner's number. */
    Optional<Identifier> xcn(Hl7FieldRepetition field) {
        return identifier(field.text(), system(field.text(9, 1), field.text(9, 2), field.text(9, 3)), field.value(13));
    }

    /** EIP: an EI inside a component, its parts as subcomponents. */
    Optional<Identifier> eip(Hl7FieldRepetition field, int component) {
        return identifier(
                field.text(component, 1),
                system(field.text(component, 2), field.text(component, 3), field.text(component, 4)),
                Optional.empty());
    }

    Identifier withoutAuthority(String value) {
        return Identifier.of(system("", "", ""), value);
    }

    private static boolean isOid(String text) {
        return OID.matcher(text).matches();
    }

    private static Optional<Identifier> identifier(String value, String system, Optional<String> type) {
        return value.isBlank() ? Optional.empty() : Optional.of(new Identifier(system, value, type));
    }

    private String system(String namespace, String universalId, String universalIdType) {
        if (isOid(universalId) || universalIdType.equals("ISO") && !universalId.isBlank()) {
            return "urn:oid:" + universalId;
        }
        if (isOid(namespace)) {
            return "urn:oid:" + namespace;
        }
        if (authorities.containsKey(namespace)) {
            return "urn:oid:" + authorities.get(namespace);
        }
        if (!namespace.isBlank()) {
            return namespace;
        }
        return universalId.isBlank()
                ? "urn:parcours:sender:" + sender.facility().orElse(sender.application())
                : universalId;
    }
}
