package org.parcours.query.timeline;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;
import org.parcours.query.timeline.fold.Person;
import org.parcours.query.web.Words;

/** Whose page it is: the first thing to be read on each, and on each sheet of paper. */
public record Banner(
        String name,
        Optional<String> bornAs,
        Optional<String> birth,
        Optional<String> age,
        Optional<String> sex,
        List<Number> numbers) {

    public record Number(String label, String value) {}

    public static Banner of(Person person, LocalDate today, Words words) {
        Demographics told = person.demographics();
        return new Banner(
                words.person(told.name().or(told::birthName)),
                words.bornAs(told.name(), told.birthName(), told.sex()),
                told.birthDate().map(words::shortDay),
                told.birthDate().map(birth -> words.age(birth, today)),
                told.sex().map(words::sex),
                person.identifiers().stream()
                        .map(identifier -> new Number(label(identifier, person, words), identifier.value()))
                        .toList());
    }

    /** Two numbers of one kind raise a question: the one that came with another record says so. */
    private static String label(Identifier identifier, Person person, Words words) {
        String name = words.identifierName(identifier);
        boolean absorbed = person.merges().stream()
                .flatMap(merge -> merge.identifiers().stream())
                .anyMatch(identifier::isSameNumberAs);
        return absorbed ? words.say("identifier.merged", name) : name;
    }
}
