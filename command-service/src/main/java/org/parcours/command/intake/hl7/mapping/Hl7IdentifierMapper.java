package org.parcours.command.intake.hl7.mapping;

import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.IdentifierNormalizer;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.parcours.command.message.Sender;
import org.parcours.events.Identifier;

/**
 * Maps HL7 identifiers with their assigning authority: its OID or other universal id if present.
 *
 * <p>The number of a patient or a visit without a universal id means something only within its application and facility
 * (rule 9, ADR 0034), whether it has a namespace or not, unless configuration names the authority. The numbers of orders,
 * documents and movements are matched only within one patient or stay, so that a namespace alone is shared by all
 * senders, and a number without one by those of a facility: the laboratory returns the placer number of the ward.
 */
record Hl7IdentifierMapper(Sender sender, Hl7Properties properties) {

    /** CX: a patient's, a visit's or an account's number. */
    Optional<Identifier> cx(Hl7FieldRepetition field) {
        return identifier(field.text(), cxSystem(field.text(4, 1), field.text(4, 2), field.text(4, 3)), field.value(5));
    }

    /** EI, the first that is not empty: an order's, an appointment's, a movement's or a document's number. */
    Optional<Identifier> ei(Hl7FieldRepetition... fields) {
        return Stream.of(fields)
                .flatMap(field ->
                        identifier(
                                field.text(), eiSystem(field.text(2), field.text(3), field.text(4)), Optional.empty())
                                .stream())
                .findFirst();
    }

    /** XCN: a practitioner's number. */
    Optional<Identifier> xcn(Hl7FieldRepetition field) {
        return identifier(
                field.text(), eiSystem(field.text(9, 1), field.text(9, 2), field.text(9, 3)), field.value(13));
    }

    /** EIP: an EI inside a component, its parts as subcomponents. */
    Optional<Identifier> eip(Hl7FieldRepetition field, int component) {
        return identifier(
                field.text(component, 1),
                eiSystem(field.text(component, 2), field.text(component, 3), field.text(component, 4)),
                Optional.empty());
    }

    Identifier withoutAuthority(String value) {
        return Identifier.of(eiSystem("", "", ""), value);
    }

    /** The value as it identifies: without invisible characters, without blanks around it, with plain blanks inside. */
    static String normalise(String value) {
        return IdentifierNormalizer.value(value);
    }

    private static Optional<Identifier> identifier(String value, String system, Optional<String> type) {
        String normalised = normalise(value);
        return normalised.isEmpty() ? Optional.empty() : Optional.of(new Identifier(system, normalised, type));
    }

    private String cxSystem(String namespace, String universalId, String universalIdType) {
        String name = normalise(namespace);
        return universalSystem(name, normalise(universalId), universalIdType)
                .or(this::configuredSystem)
                .orElseGet(() -> "urn:parcours:sender:" + sender.application() + ":"
                        + sender.facility().orElse("") + (name.isEmpty() ? "" : ":" + name));
    }

    private String eiSystem(String namespace, String universalId, String universalIdType) {
        String name = normalise(namespace);
        return universalSystem(name, normalise(universalId), universalIdType)
                .orElseGet(() -> name.isEmpty()
                        ? "urn:parcours:sender:" + sender.facility().orElse(sender.application())
                        : name);
    }

    /** The authority that is the same for all senders: a universal id, or a namespace that configuration knows. */
    private Optional<String> universalSystem(String namespace, String universalId, String universalIdType) {
        String system = IdentifierNormalizer.system(universalId);
        String plainId = system.startsWith("urn:oid:") ? system.substring("urn:oid:".length()) : system;
        if (isOid(plainId) || universalIdType.equals("ISO") && !plainId.isEmpty()) {
            return Optional.of("urn:oid:" + plainId);
        }
        if (isOid(namespace)) {
            return Optional.of("urn:oid:" + namespace);
        }
        if (properties.authorities().containsKey(namespace)) {
            return Optional.of(asSystem(properties.authorities().get(namespace)));
        }
        return Optional.of(system).filter(id -> !id.isEmpty());
    }

    /** The authority that configuration gives the sender's numbers without a universal id. */
    private Optional<String> configuredSystem() {
        String facility = sender.facility().orElse("");
        return Stream.of(sender.application() + "@" + facility, sender.application(), "@" + facility)
                .filter(properties.defaultAuthorities()::containsKey)
                .map(properties.defaultAuthorities()::get)
                .map(Hl7IdentifierMapper::asSystem)
                .findFirst();
    }

    private static String asSystem(String configured) {
        return isOid(configured) ? "urn:oid:" + configured : configured;
    }

    private static boolean isOid(String text) {
        return IdentifierNormalizer.isOid(text);
    }
}
