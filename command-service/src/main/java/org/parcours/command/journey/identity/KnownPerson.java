package org.parcours.command.journey.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.parcours.events.DemographicField;
import org.parcours.events.Demographics;
import org.parcours.events.PartialDate;
import org.parcours.events.PersonName;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/**
 * The traits that are known of a person. An earlier name, birth date or sex stays known after a correction, because
 * other applications report it for a while; one that a message deletes does not.
 *
 * @param names in use and at birth
 * @param sexes F and M only: the other codes of table 0001 contradict nothing
 */
public record KnownPerson(
        PSet<PersonName> names, PSet<PartialDate> birthDates, PSet<String> sexes, PSet<Integer> birthOrders) {

    public static final KnownPerson UNKNOWN =
            new KnownPerson(HashTreePSet.empty(), HashTreePSet.empty(), HashTreePSet.empty(), HashTreePSet.empty());

    private static final List<String> COMPARABLE_SEXES = List.of("F", "M");

    public static KnownPerson of(Demographics demographics) {
        return UNKNOWN.updatedBy(demographics);
    }

    public KnownPerson updatedBy(Demographics reported) {
        boolean namesDeleted = reported.deleted().contains(DemographicField.NAME);
        return new KnownPerson(
                kept(names, namesDeleted).plusAll(names(reported)),
                kept(birthDates, reported.deleted().contains(DemographicField.BIRTH_DATE))
                        .plusAll(reported.birthDate().stream().toList()),
                kept(sexes, reported.deleted().contains(DemographicField.SEX))
                        .plusAll(reported.sex().filter(COMPARABLE_SEXES::contains).stream()
                                .toList()),
                kept(birthOrders, reported.deleted().contains(DemographicField.BIRTH_ORDER))
                        .plusAll(reported.birthOrder().stream().toList()));
    }

    /** Whether a name or a birth date is known, by which two people can be told apart. */
    public boolean isIdentifying() {
        return !names.isEmpty() || !birthDates.isEmpty();
    }

    public KnownPerson and(KnownPerson other) {
        return new KnownPerson(
                names.plusAll(other.names),
                birthDates.plusAll(other.birthDates),
                sexes.plusAll(other.sexes),
                birthOrders.plusAll(other.birthOrders));
    }

    /** The traits as demographics, one for each combination that is needed to state all of them. */
    public List<Demographics> asDemographics() {
        int size = Stream.of(names, birthDates, sexes).mapToInt(Set::size).max().orElse(0);
        List<PersonName> nameList = List.copyOf(names);
        List<PartialDate> dateList = List.copyOf(birthDates);
        List<String> sexList = List.copyOf(sexes);
        return IntStream.range(0, size)
                .mapToObj(i -> new Demographics(at(nameList, i), Optional.empty(), at(dateList, i), at(sexList, i)))
                .toList();
    }

    private static <T> Optional<T> at(List<T> values, int index) {
        return index < values.size() ? Optional.of(values.get(index)) : Optional.empty();
    }

    /** Some senders report the birth name as a family name alone: the given name is that of the name in use. */
    private static List<PersonName> names(Demographics reported) {
        Optional<String> given = reported.name().flatMap(PersonName::given);
        Stream<PersonName> birthName =
                reported
                        .birthName()
                        .map(name -> new PersonName(name.family(), name.given().or(() -> given)))
                        .stream();
        return Stream.concat(reported.name().stream(), birthName).toList();
    }

    private static <T> PSet<T> kept(PSet<T> known, boolean deleted) {
        return deleted ? HashTreePSet.empty() : known;
    }
}
