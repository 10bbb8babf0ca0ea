package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A person's demographics; absent means "not reported", not "deleted".
 *
 * @param name the name in use (PID-5 type D, else the first)
 * @param birthName the name at birth (PID-5 type L in PAM France; nom de naissance)
 * @param sex HL7 table 0001: F, M, O, U, A, N
 * @param phones PID-13, as text
 * @param workPhones PID-14, as text
 * @param addresses PID-11, as text
 * @param death present where the person is reported dead (PID-30, PID-29)
 * @param birthOrder the rank in a multiple birth (PID-25)
 * @param deleted the fields whose earlier value is no longer valid: {@code ""} in HL7 v2
 */
public record Demographics(
        Optional<PersonName> name,
        Optional<PersonName> birthName,
        Optional<PartialDate> birthDate,
        Optional<String> sex,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> phones,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> workPhones,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> addresses,
        Optional<Death> death,
        Optional<Integer> birthOrder,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DemographicField> deleted) {

    /** @param at absent where only the fact is reported */
    public record Death(Optional<PartialDateTime> at) {}

    public static final Demographics UNKNOWN =
            new Demographics(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Demographics {
        phones = List.copyOf(phones);
        workPhones = List.copyOf(workPhones);
        addresses = List.copyOf(addresses);
        deleted = deleted.stream().distinct().sorted().toList();
    }

    /** With the traits that identify a person alone. */
    public Demographics(
            Optional<PersonName> name,
            Optional<PersonName> birthName,
            Optional<PartialDate> birthDate,
            Optional<String> sex) {
        this(
                name,
                birthName,
                birthDate,
                sex,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** These demographics updated by a later report: its values where present or deleted, these elsewhere. */
    public Demographics updatedBy(Demographics later) {
        Set<DemographicField> removed = EnumSet.noneOf(DemographicField.class);
        removed.addAll(deleted);
        removed.addAll(later.deleted);
        Demographics merged = new Demographics(
                later.name.or(() -> kept(name, DemographicField.NAME, later)),
                later.birthName.or(() -> kept(birthName, DemographicField.BIRTH_NAME, later)),
                later.birthDate.or(() -> kept(birthDate, DemographicField.BIRTH_DATE, later)),
                later.sex.or(() -> kept(sex, DemographicField.SEX, later)),
                kept(phones, later.phones, DemographicField.PHONES, later),
                kept(workPhones, later.workPhones, DemographicField.WORK_PHONES, later),
                kept(addresses, later.addresses, DemographicField.ADDRESSES, later),
                later.death.or(() -> kept(death, DemographicField.DEATH, later)),
                later.birthOrder.or(() -> kept(birthOrder, DemographicField.BIRTH_ORDER, later)),
                List.of());
        removed.removeIf(merged::has);
        return merged.withDeleted(List.copyOf(removed));
    }

    public Demographics withDeleted(List<DemographicField> fields) {
        return new Demographics(
                name, birthName, birthDate, sex, phones, workPhones, addresses, death, birthOrder, fields);
    }

    public boolean has(DemographicField field) {
        return switch (field) {
            case NAME -> name.isPresent();
            case BIRTH_NAME -> birthName.isPresent();
            case BIRTH_DATE -> birthDate.isPresent();
            case SEX -> sex.isPresent();
            case PHONES -> !phones.isEmpty();
            case WORK_PHONES -> !workPhones.isEmpty();
            case ADDRESSES -> !addresses.isEmpty();
            case DEATH -> death.isPresent();
            case BIRTH_ORDER -> birthOrder.isPresent();
        };
    }

    /** Whether the field is present in both with one value. */
    public boolean hasSame(DemographicField field, Demographics other) {
        return has(field) && updatedBy(other.only(field)).equals(this) && other.has(field);
    }

    private Demographics only(DemographicField kept) {
        List<DemographicField> others = Arrays.stream(DemographicField.values())
                .filter(field -> field != kept)
                .toList();
        return updatedBy(UNKNOWN.withDeleted(others)).withDeleted(List.of());
    }

    private static <T> Optional<T> kept(Optional<T> earlier, DemographicField field, Demographics later) {
        return later.deleted.contains(field) ? Optional.empty() : earlier;
    }

    private static List<String> kept(
            List<String> earlier, List<String> reported, DemographicField field, Demographics later) {
        return !reported.isEmpty() ? reported : later.deleted.contains(field) ? List.of() : earlier;
    }
}
