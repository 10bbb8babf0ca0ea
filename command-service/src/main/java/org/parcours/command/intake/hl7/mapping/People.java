package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.PersonName;
import org.parcours.events.Practitioner;

/** Those who act (XCN), and coded words (CE, CWE). */
final class People {

    private People() {}

    /** The repetition with an RPPS number, else the first. PAM FR tells the same doctor with ADELI and RPPS. */
    static Optional<Practitioner> practitioner(Numbers numbers, Hl7Segment segment, int field) {
        List<Hl7Field> told = segment.repetitions(field);
        return told.stream()
                .filter(person -> person.text(13).equals("RPPS"))
                .findFirst()
                .or(() -> told.stream()
                        .filter(person ->
                                person.told(1).or(() -> person.told(2)).isPresent())
                        .findFirst())
                .flatMap(person -> practitioner(numbers, person));
    }

    /** A coded word; empty where neither code nor text is told. */
    static Optional<Coding> coding(Hl7Field field) {
        Optional<String> code = field.told(1);
        Optional<String> text = field.told(2).or(() -> field.told(5)).or(() -> field.told(9));
        return code.isEmpty() && text.isEmpty() ? Optional.empty() : Optional.of(new Coding(code, text, field.told(3)));
    }

    private static Optional<Practitioner> practitioner(Numbers numbers, Hl7Field person) {
        Optional<Identifier> number = numbers.xcn(person);
        Optional<PersonName> name = person.told(2).map(family -> PersonName.of(family, person.text(3)));
        return number.isEmpty() && name.isEmpty() ? Optional.empty() : Optional.of(new Practitioner(number, name));
    }
}
