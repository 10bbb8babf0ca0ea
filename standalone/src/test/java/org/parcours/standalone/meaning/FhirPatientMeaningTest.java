package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.events.PersonName;
import org.parcours.query.timeline.PatientBanner;
import org.parcours.query.timeline.fold.EntryDetail;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.web.UiText;
import org.springframework.context.support.ResourceBundleMessageSource;

/** What the head of a patient's page says of a FHIR Patient. */
class FhirPatientMeaningTest {

    private static final String PATIENT = """
            {'resourceType': 'Patient', 'id': 'p1', 'identifier': [{'system': 'urn:ipp', 'value': 'A'}],
             'gender': 'female', 'birthDate': '1958-03-01', %s}""";

    private final FhirTimelines fhir = new FhirTimelines();

    private PatientIdentity identity() {
        return fhir.timeline().patient();
    }

    private PatientBanner banner(Locale locale) {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("query/messages");
        messages.setDefaultEncoding("UTF-8");
        return PatientBanner.of(
                identity(), LocalDate.of(2026, 3, 10), new UiText(messages, locale, ZoneId.of("Europe/Paris")));
    }

    private List<String> details() {
        return identity().details().details().stream().map(EntryDetail::key).toList();
    }

    @Test
    void an_inactive_record_is_shown_as_such_until_it_is_active_again() {
        fhir.send(PATIENT.formatted("'active': false, 'name': [{'family': 'MARTIN'}]"));
        assertThat(banner(Locale.ENGLISH).inactive()).isTrue();

        fhir.send(PATIENT.formatted("'active': true, 'name': [{'family': 'MARTIN'}]"));
        assertThat(banner(Locale.ENGLISH).inactive()).isFalse();
    }

    @Test
    void a_given_name_alone_is_no_family_name() {
        fhir.sendTwice(PATIENT.formatted("'name': [{'given': ['Anna', 'Maria']}]"));

        assertThat(identity().demographics().name()).contains(PersonName.of("", "Anna Maria"));
        assertThat(banner(Locale.ENGLISH).name()).isEqualTo("Anna Maria");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'use': 'official', 'period': {'end': '2020-01-01'} | ",
                "'use': 'old' | ",
                "'use': 'official' | LEFEVRE",
                "'use': 'maiden', 'period': {'end': '2020-01-01'} | LEFEVRE"
            })
    void a_former_official_name_is_no_birth_name(String use, String birthName) {
        fhir.sendTwice(PATIENT.formatted(
                "'name': [{'family': 'MARTIN', 'use': 'usual'}, {'family': 'LEFEVRE', " + use + "}]"));

        assertThat(identity().demographics().name().map(PersonName::family)).contains("MARTIN");
        assertThat(identity().demographics().birthName().map(PersonName::family))
                .isEqualTo(Optional.ofNullable(birthName));
        if (birthName == null) {
            assertThat(details()).contains("otherNames");
        }
    }

    @Test
    void what_a_patient_states_besides_is_shown_and_follows_the_last_version() {
        fhir.send(PATIENT.formatted("""
                'name': [{'family': 'MARTIN'}], 'maritalStatus': {'text': 'Mariée'},
                 'contact': [{'name': {'family': 'MARTIN', 'given': ['Luc']}, 'telecom': [{'value': '0102030405'}]}],
                 'communication': [{'language': {'text': 'Breton'}, 'preferred': true}], 'foo': 'bar'"""));

        PatientBanner english = banner(Locale.ENGLISH);
        assertThat(english.details().toString()).contains("Mariée", "Luc MARTIN", "0102030405", "Breton");
        assertThat(english.unread()).hasValueSatisfying(text -> assertThat(text).contains("Patient.foo"));
        assertThat(english.hasMore()).isTrue();

        fhir.send(PATIENT.formatted("'name': [{'family': 'MARTIN'}], 'maritalStatus': {'text': 'Veuve'}"));
        assertThat(banner(Locale.FRENCH).details().toString())
                .contains("Veuve")
                .doesNotContain("Mariée", "Luc", "Breton");
    }

    @Test
    void another_application_keeps_its_own_details() {
        fhir.send(PATIENT.formatted("'name': [{'family': 'MARTIN'}], 'maritalStatus': {'text': 'Mariée'}"));
        fhir.send("ADM", PATIENT.formatted("'name': [{'family': 'MARTIN'}], 'maritalStatus': {'text': 'Veuve'}"));

        assertThat(banner(Locale.FRENCH).details().toString()).contains("Mariée", "Veuve");
    }
}
