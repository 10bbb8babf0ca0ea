package org.parcours.command.journey.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.journey.decision.JourneyFixture.JUST_NOW;
import static org.parcours.command.journey.decision.JourneyFixture.anomalies;
import static org.parcours.command.journey.decision.JourneyFixture.ins;
import static org.parcours.command.journey.decision.JourneyFixture.ipp;
import static org.parcours.command.journey.decision.JourneyFixture.message;
import static org.parcours.command.journey.decision.JourneyFixture.visit;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Coding;
import org.parcours.events.DemographicField;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.OrderNumbers;
import org.parcours.events.PartialDate;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;
import org.parcours.events.StayEvent.PatientAdmitted;

/** Rule 9: an equal number does not prove an equal patient. */
class AnotherPersonRulesTest {

    private static final Demographics MARIE = person("MARTIN", "Marie", "1970-02-15", "F");
    private static final Demographics PAUL = person("LEROUX", "Paul", "1948-11-03", "M");

    private final JourneyFixture journey = new JourneyFixture();
    private long messageCount;

    @Test
    void any_message_with_another_name_birth_date_and_sex_is_recorded_and_flagged_with_the_traits_that_differ() {
        register(MARIE, ipp("100"));

        for (Event event : List.of(order("A1"), admission("1"))) {
            Envelope recorded = record(event, PAUL, ipp("100")).getLast();

            assertThat(recorded.anomalies())
                    .filteredOn(anomaly -> anomaly.code() == Code.ANOTHER_PERSON_UNDER_THIS_NUMBER)
                    .singleElement()
                    .satisfies(anomaly -> assertThat(anomaly.detail()).contains("name, birthDate, sex"));
        }
    }

    @Test
    void the_same_person_and_absent_traits_are_no_anomaly() {
        register(MARIE, ipp("100"));

        assertThat(conflict(MARIE)).isFalse();
        assertThat(conflict(Demographics.UNKNOWN)).isFalse();
        assertThat(conflict(person("MARTIN", "Marie", "", ""))).isFalse();
        assertThat(conflict(person("", "", "1970-02-15", "U"))).isFalse();
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource({
        "martin, marie, 1970-02-15, F",
        "Mârtïn, MARIE, 1970-02-15, F",
        "MARIE, MARTIN, 1970-02-15, F",
        "MARTIN, Marie Claude, 1970-02-15, F",
        "MARTIN, M., 1970-02-15, F",
        "MARTIN-DURAND, Marie, 1970-02-15, F",
        "DURAND EPOUSE MARTIN, Marie, 1970-02-15, F",
        "MARTN, Marie, 1970-02-15, F",
        "MATRIN, Maire, 1970-02-15, F",
        "MARTIN, Marie, 1970-02-16, F",
        "MARTIN, Marie, 1970-02-51, F",
        "MARTIN, Marie, 1970-12-15, F",
        "MARTIN, Marie, 1907-02-15, F",
        "MARTIN, Marie, 1970-02, F",
        "MARTIN, Marie, 1970, F",
        "MARTIN, Marie, 1970-01-01, F",
        "INCONNU, Inconnu, 1970-02-15, F",
        "XXX, X, 1970-02-15, F",
        "MARTIN, BEBE, 1970-02-15, F",
        "BEBE MARTIN, '', 1970-02-15, F",
        "MARTIN, NE DE MARIE, 1970-02-15, F",
        "MARTIN, Marie, 1970-02-15, U"
    })
    void another_way_of_writing_and_a_typing_error_are_no_other_person(
            String family, String given, String birthDate, String sex) {
        register(MARIE, ipp("100"));

        assertThat(conflict(person(family, given, birthDate.replace("-51", "-15"), sex)))
                .isFalse();
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource({
        "LEROUX, Marie, 1970-02-15, F",
        "MARTIN, Sophie, 1970-02-15, F",
        "MARTIN, Marie, 1983-07-22, F",
        "MARTIN, Marie, 1983, F",
        "MARTIN, Marie, 1970-02-15, M",
        "BEBE MARTIN, '', 2026-02-27, F",
        "DE LA TOUR, Marie, 1970-02-15, F"
    })
    void one_other_trait_is_enough(String family, String given, String birthDate, String sex) {
        register(MARIE, ipp("100"));

        assertThat(conflict(person(family, given, birthDate, sex))).isTrue();
    }

    @ParameterizedTest(name = "{0} {1} = {2} {3}")
    @CsvSource({
        "CŒUR, Anaïs, COEUR, ANAIS",
        "O'BRIEN, Jean-Pierre, OBRIEN, Jean Pierre",
        "L’HERMITE, Zoé, L HERMITE, ZOE",
        "DE LA TOUR, Guy, DELATOUR, Guy",
        "SAINT-EXUPERY, Léon, ST EXUPERY, LEON",
        "MÜLLER, Eva, MULLER, EVA"
    })
    void names_are_equal_whatever_their_spelling(String family, String given, String otherFamily, String otherGiven) {
        register(person(family, given, "1980-05-05", "F"), ipp("100"));

        assertThat(conflict(person(otherFamily, otherGiven, "1980-05-05", "F"))).isFalse();
    }

    @ParameterizedTest(name = "{0} {1} <> {2} {3}")
    @CsvSource({
        "LEBRUN, Léa, LEBRUN, Léo",
        "DE LA TOUR, Guy, DE LA CROIX, Guy",
        "LI, Wei, LU, Wei",
        "NOUVEAU, Jean, PETIT, Luc"
    })
    void short_names_and_particles_tell_people_apart(
            String family, String given, String otherFamily, String otherGiven) {
        register(person(family, given, "1980-05-05", ""), ipp("100"));

        assertThat(conflict(person(otherFamily, otherGiven, "1980-05-05", ""))).isTrue();
    }

    @Test
    void the_birth_name_and_the_name_in_use_are_names_of_the_same_person() {
        register(withBirthName(MARIE, "DURAND"), ipp("100"));

        assertThat(conflict(person("DURAND", "Marie", "1970-02-15", "F"))).isFalse();
        assertThat(conflict(withBirthName(person("LEROUX", "Marie", "1970-02-15", "F"), "DURAND")))
                .isFalse();
        assertThat(conflict(person("DURAND", "Sophie", "1970-02-15", "F"))).isTrue();
    }

    @Test
    void an_announced_correction_of_one_trait_is_no_other_person_and_the_former_value_stays_known() {
        register(MARIE, ipp("100"));

        Demographics married = person("LEROUX", "Marie", "1970-02-15", "F");
        assertThat(anomalies(record(update(married), married, ipp("100")).getLast()))
                .isEmpty();
        Demographics dateCorrected = person("LEROUX", "Marie", "1983-07-22", "F");
        assertThat(anomalies(
                        record(update(dateCorrected), dateCorrected, ipp("100")).getLast()))
                .isEmpty();

        assertThat(conflict(MARIE)).isFalse();
        assertThat(conflict(dateCorrected)).isFalse();
        assertThat(conflict(PAUL)).isTrue();
    }

    @Test
    void an_update_that_changes_all_traits_is_another_person_and_states_nothing_about_the_first() {
        register(MARIE, ipp("100"));

        for (Event event : List.of(update(PAUL), new PatientRegistered(List.of(), PAUL))) {
            assertThat(anomalies(record(event, PAUL, ipp("100")).getLast()))
                    .containsExactly(Code.ANOTHER_PERSON_UNDER_THIS_NUMBER);
        }
        assertThat(conflict(PAUL)).isTrue();
        assertThat(conflict(MARIE)).isFalse();
    }

    @Test
    void a_wholly_new_name_alone_is_another_person() {
        register(person("MARTIN", "Marie", "", ""), ipp("100"));
        Demographics other = person("LEROUX", "Paul", "", "");

        assertThat(anomalies(record(update(other), other, ipp("100")).getLast()))
                .containsExactly(Code.ANOTHER_PERSON_UNDER_THIS_NUMBER);
    }

    @Test
    void twins_under_one_number_are_flagged_by_their_given_name_and_by_their_rank() {
        register(person("MOREL", "Arthur", "2026-02-27", "M"), ipp("100"));

        assertThat(conflict(person("MOREL", "Gaspard", "2026-02-27", "M"))).isTrue();

        register(ranked("MOREL", 1), ipp("200"));
        assertThat(anomalies(record(update(ranked("MOREL", 2)), ranked("MOREL", 2), ipp("200"))
                        .getLast()))
                .containsExactly(Code.ANOTHER_PERSON_UNDER_THIS_NUMBER);
    }

    @Test
    void a_person_who_was_unknown_gets_a_name_without_an_anomaly() {
        register(person("INCONNU", "X", "1970-01-01", "M"), ipp("100"));

        assertThat(anomalies(record(update(PAUL), PAUL, ipp("100")).getLast())).isEmpty();
        assertThat(conflict(PAUL)).isFalse();
        assertThat(conflict(MARIE)).isTrue();
    }

    @Test
    void a_baby_gets_its_given_name_without_an_anomaly_and_is_then_known_by_it() {
        register(person("MOREL", "BEBE", "2026-02-27", "F"), ipp("100"));
        Demographics named = person("MOREL", "Jade", "2026-02-27", "F");

        assertThat(conflict(named)).isFalse();
        record(update(named), named, ipp("100"));

        assertThat(conflict(person("MOREL", "Rosalie", "2026-02-27", "F"))).isTrue();
    }

    @Test
    void a_deleted_trait_is_compared_no_more() {
        register(MARIE, ipp("100"));
        Demographics deletion = Demographics.UNKNOWN.withDeleted(List.of(DemographicField.SEX));
        record(update(deletion), deletion, ipp("100"));

        assertThat(conflict(person("MARTIN", "Marie", "1970-02-15", "M"))).isFalse();
    }

    @Test
    void a_correction_under_one_number_is_known_under_the_others() {
        register(MARIE, ipp("100"), ins("2700215"));
        Demographics married = person("LEROUX", "Marie", "1970-02-15", "F");
        record(update(married), married, ins("2700215"));

        assertThat(conflict(married)).isFalse();
    }

    @Test
    void a_number_reported_with_another_person_is_not_assigned_to_the_patient() {
        register(MARIE, ipp("100"));

        Envelope conflicting =
                record(order("A1"), PAUL, ipp("100"), ins("1481103")).getLast();
        Envelope own = record(order("A2"), PAUL, ins("1481103")).getLast();

        assertThat(own.subject()).isNotEqualTo(conflicting.subject());
        assertThat(anomalies(own)).isEmpty();
    }

    @Test
    void another_person_with_an_own_record_number_and_the_INS_of_a_known_patient_is_a_new_patient() {
        register(MARIE, ipp("100"), ins("2700215"));
        PatientId marie =
                record(order("A0"), MARIE, ipp("100"), ins("2700215")).getLast().subject();

        List.of(order("A1"), update(PAUL)).forEach(event -> {
            Envelope other = record(event, PAUL, ipp(event instanceof ExamOrdered ? "200" : "201"), ins("2700215"))
                    .getFirst();
            assertThat(other.subject()).isNotEqualTo(marie);
            assertThat(anomalies(other)).containsExactly(Code.IDENTIFIERS_OF_TWO_PATIENTS);
        });
        assertThat(record(order("A2"), PAUL, ipp("200")).getLast().subject()).isNotEqualTo(marie);
        assertThat(record(order("A3"), MARIE, ipp("300"), ins("2700215"))
                        .getLast()
                        .subject())
                .isEqualTo(marie);
    }

    @Test
    void the_year_alone_is_another_one_if_a_digit_differs() {
        register(MARIE, ipp("100"));

        assertThat(conflict(person("MARTIN", "Marie", "1950-01-01", "F"))).isTrue();
        assertThat(conflict(person("MARTIN", "Marie", "1970-01-01", "F"))).isFalse();
    }

    @Test
    void after_a_merge_the_names_of_both_records_are_expected_and_after_its_end_only_its_own() {
        register(MARIE, ipp("100"));
        register(PAUL, ipp("200"));
        Envelope merged = record(merge("200"), MARIE, ipp("100")).getLast();

        assertThat(anomalies(merged)).isEmpty();
        assertThat(conflict(PAUL)).isFalse();
        assertThat(anomalies(record(order("B1"), MARIE, ipp("200")).getLast())).isEmpty();
        assertThat(conflict(person("GARNIER", "Luc", "2001-06-06", "M"))).isTrue();

        record(new PatientsUnmerged(List.of(ipp("200")), Optional.empty()), MARIE, ipp("100"));
        assertThat(conflict(PAUL)).isTrue();
        assertThat(conflict(MARIE)).isFalse();
    }

    @Test
    void the_message_of_a_merge_may_name_the_absorbed_person() {
        register(MARIE, ipp("100"));
        register(PAUL, ipp("200"));

        assertThat(anomalies(record(merge("200"), PAUL, ipp("100")).getLast())).isEmpty();
    }

    @Test
    void a_number_that_was_last_registered_with_another_person_is_no_evidence_by_itself() {
        register(MARIE, ipp("100"));
        record(update(PAUL), PAUL, ipp("100"));

        assertThat(conflict(Demographics.UNKNOWN)).isTrue();
        assertThat(conflict(MARIE)).as("the message says whose it is").isFalse();

        record(update(MARIE), MARIE, ipp("100"));
        assertThat(conflict(Demographics.UNKNOWN)).isFalse();
    }

    private void register(Demographics demographics, Identifier... identifiers) {
        assertThat(record(new PatientRegistered(List.of(), Demographics.UNKNOWN), demographics, identifiers))
                .hasSize(1);
    }

    /** Whether an order for IPP 100 that reports this person is flagged. */
    private boolean conflict(Demographics reported) {
        return anomalies(record(order("A" + ++messageCount), reported, ipp("100"))
                        .getLast())
                .contains(Code.ANOTHER_PERSON_UNDER_THIS_NUMBER);
    }

    private List<Envelope> record(Event event, Demographics demographics, Identifier... identifiers) {
        String id = "p" + ++messageCount;
        Fact fact =
                new Fact(new PatientEvidence(List.of(identifiers), demographics), Optional.empty(), JUST_NOW, event);
        return journey.record(message("GAM", id, id, fact));
    }

    private static PatientIdentityUpdated update(Demographics demographics) {
        return new PatientIdentityUpdated(List.of(), List.of(), demographics);
    }

    private static PatientsMerged merge(String absorbed) {
        return new PatientsMerged(List.of(ipp(absorbed)), Optional.empty());
    }

    private static Demographics person(String family, String given, String birthDate, String sex) {
        return new Demographics(
                Optional.of(family).filter(name -> !name.isEmpty()).map(name -> PersonName.of(name, given)),
                Optional.empty(),
                Optional.of(birthDate).filter(date -> !date.isEmpty()).map(PartialDate::parse),
                Optional.of(sex).filter(code -> !code.isEmpty()));
    }

    private static Demographics withBirthName(Demographics person, String birthName) {
        return new Demographics(
                person.name(), Optional.of(PersonName.of(birthName, "")), person.birthDate(), person.sex());
    }

    private static Demographics ranked(String family, int birthOrder) {
        Demographics person = person(family, "BEBE", "2026-02-27", "M");
        return new Demographics(
                person.name(),
                person.birthName(),
                person.birthDate(),
                person.sex(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(birthOrder),
                List.of());
    }

    private static PatientAdmitted admission(String number) {
        return new PatientAdmitted(visit(number), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ExamOrdered order(String number) {
        return new ExamOrdered(
                new OrderNumbers(Optional.of(Identifier.of("PRESC", number)), Optional.empty()),
                Coding.of("NFS", "Numération"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
