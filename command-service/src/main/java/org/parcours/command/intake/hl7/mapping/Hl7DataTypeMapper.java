package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.PersonName;
import org.parcours.events.Practitioner;

/** Maps values of HL7 data types: practitioners (XCN), names (XPN), coded values (CE, CWE) and locations (PL). */
final class Hl7DataTypeMapper {

    private Hl7DataTypeMapper() {}

    /**
     * The repetition with an RPPS number, else the first. PAM FR repeats the same doctor with ADELI and RPPS numbers.
     */
    static Optional<Practitioner> practitioner(Hl7IdentifierMapper identifiers, Hl7Segment segment, int field) {
        List<Hl7FieldRepetition> repetitions = segment.repetitions(field);
        return repetitions.stream()
                .filter(person -> person.text(13).equals("RPPS"))
                .findFirst()
                .or(() -> repetitions.stream()
                        .filter(person ->
                                !person.text(1).isEmpty() || !person.text(2).isEmpty())
                        .findFirst())
                .flatMap(person -> practitioner(identifiers, person));
    }

    /** NDL: the person is the first component, its parts are subcomponents (CNN). Some senders use XCN. */
    static Optional<Practitioner> practitionerOfName(Hl7IdentifierMapper identifiers, Hl7FieldRepetition person) {
        Optional<PersonName> name = person.text(1, 2).isEmpty()
                ? Optional.empty()
                : Optional.of(PersonName.of(person.text(1, 2), person.text(1, 3)));
        return name.isEmpty()
                ? practitioner(identifiers, person)
                : Optional.of(new Practitioner(person.value(1).map(identifiers::withoutAuthority), name));
    }

    /**
     * A coded value; its alternate where it is the only one (CE, CWE.4 to 6); empty if it has neither code nor text. Its
     * components have no parts: an ampersand is text.
     */
    static Optional<Coding> coding(Hl7FieldRepetition field) {
        Optional<String> code = field.wholeValue(1);
        if (code.isEmpty()
                && field.wholeValue(2).isEmpty()
                && field.wholeValue(4).isPresent()) {
            return Optional.of(
                    new Coding(field.wholeValue(4), field.wholeValue(5).or(() -> field.wholeValue(9)), field.value(6)));
        }
        Optional<String> text =
                field.wholeValue(2).or(() -> field.wholeValue(5)).or(() -> field.wholeValue(9));
        return code.isEmpty() && text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Coding(code, text, field.value(3)));
    }

    static Coding textCoding(String text) {
        return new Coding(Optional.empty(), Optional.of(text), Optional.empty());
    }

    /** XPN, or the same components of other types: family name, given name. */
    static PersonName personName(Hl7FieldRepetition name) {
        return PersonName.of(name.text(1), name.strippedComponent(2));
    }

    static Optional<Location> location(Hl7FieldRepetition location) {
        return location.value(1).or(() -> location.value(4)).map(unit -> location(unit, location));
    }

    /** The location with another unit. */
    static Location location(String unit, Hl7FieldRepetition location) {
        return new Location(unit, location.value(2), location.value(3), location.value(4));
    }

    /** XTN as texts: the number as a whole (1, 12), or its parts (5 to 8); and an e-mail address (4). */
    static Stream<String> telecoms(Hl7FieldRepetition phone) {
        Optional<String> number = phone.wholeValue(1)
                .or(() -> phone.wholeValue(12))
                .or(() -> join(" ", phone.text(5), phone.text(6), phone.text(7), phone.text(8)));
        return Stream.concat(number.stream(), phone.wholeValue(4).stream());
    }

    /** XAD as text: street, other designation, postal code and city, state, country. */
    static Optional<String> address(Hl7FieldRepetition address) {
        String city = join(" ", address.strippedComponent(5), address.strippedComponent(3))
                .orElse("");
        return join(
                ", ",
                address.strippedComponent(1),
                address.strippedComponent(2),
                city,
                address.strippedComponent(4),
                address.strippedComponent(6));
    }

    private static Optional<String> join(String separator, String... parts) {
        return Optional.of(Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(separator)))
                .filter(text -> !text.isEmpty());
    }

    private static Optional<Practitioner> practitioner(Hl7IdentifierMapper identifiers, Hl7FieldRepetition person) {
        Optional<Identifier> number = identifiers.xcn(person);
        Optional<PersonName> name = person.value(2).map(family -> PersonName.of(family, person.strippedComponent(3)));
        return number.isEmpty() && name.isEmpty() ? Optional.empty() : Optional.of(new Practitioner(number, name));
    }
}
