package org.parcours.command.intake.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.Fact;
import org.parcours.events.DemographicField;
import org.parcours.events.Demographics;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.PersonName;

/** What a Patient states of a person. */
class PatientResourceTest {

    private static ParsedFhir patient(String elements) {
        return ParsedFhir.of(
                "{'resourceType': 'Patient', 'identifier': [{'system': 'urn:oid:2.999.20.1', 'value': 'X1'}]%s}"
                        .formatted(elements.isEmpty() ? "" : ", " + elements));
    }

    private static Demographics demographics(String elements) {
        return patient(elements).event(PatientIdentityUpdated.class).demographics();
    }

    private static String name(String names) {
        return demographics("'name': [" + names + "]")
                .name()
                .map(PersonName::toString)
                .orElse("none");
    }

    @Test
    void a_name_that_is_only_a_text_is_kept_as_sent() {
        assertThat(name("{'text': 'Mme Jeanne de La Tour'}")).isEqualTo("Mme Jeanne de La Tour");
    }

    @Test
    void a_patient_without_a_name_has_none() {
        assertThat(name("")).isEqualTo("none");
        assertThat(name("{'use': 'official'}")).isEqualTo("none");
    }

    @Test
    void the_name_in_use_is_the_usual_one_and_never_a_former_or_expired_one() {
        String old = "{'use': 'old', 'family': 'ANCIEN'}";
        String maiden = "{'use': 'maiden', 'family': 'NAISSANCE', 'given': ['Éva']}";
        String official = "{'use': 'official', 'family': 'ACTUEL', 'given': ['Éva', 'Marie', 'Rose', 'Zoé']}";
        assertThat(name(old + "," + maiden + "," + official)).isEqualTo("ACTUEL Éva Marie Rose Zoé");
        assertThat(demographics("'name': [" + old + "," + maiden + "," + official + "]")
                        .birthName())
                .contains(PersonName.of("NAISSANCE", "Éva"));
        assertThat(name(official + ", {'use': 'usual', 'family': 'USAGE'}")).isEqualTo("USAGE");
        assertThat(name("{'use': 'nickname', 'text': 'Mimi'}, {'family': 'SANS'}"))
                .isEqualTo("SANS");
        assertThat(
                        name(
                                "{'use': 'official', 'family': 'PASSE', 'period': {'end': '2020'}}, {'use': 'temp', 'family': 'X'}"))
                .isEqualTo("X");
        assertThat(name("{'use': 'official', 'family': 'ACTUEL', 'period': {'end': '2030-01-01'}}"))
                .isEqualTo("ACTUEL");
        assertThat(name(old)).isEqualTo("none");
    }

    @Test
    void the_official_name_is_the_name_at_birth_beside_a_usual_name_and_in_fr_core() {
        String official = "{'use': 'official', 'family': 'NAISSANCE'}";
        assertThat(demographics("'name': [" + official + ", {'use': 'usual', 'family': 'USAGE'}]")
                        .birthName())
                .contains(PersonName.of("NAISSANCE", ""));
        assertThat(demographics("'name': [" + official + "]").birthName()).isEmpty();
        assertThat(demographics(
                                "'meta': {'profile': ['https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient-ins']}, 'name': ["
                                        + official + "]")
                        .birthName())
                .contains(PersonName.of("NAISSANCE", ""));
    }

    @Test
    void an_absent_given_name_is_absent_and_a_hole_in_the_array_is_no_name() {
        ParsedFhir absent = patient("'name': [{'family': 'NU', '_given': [{'extension': [{'url':"
                + " 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', 'valueCode': 'unknown'}]}]}]");
        assertThat(absent.event(PatientIdentityUpdated.class).demographics().name())
                .contains(PersonName.of("NU", ""));
        assertThat(absent.unread()).isEmpty();

        ParsedFhir hole = patient("'name': [{'family': 'NU', 'given': [null, 'Jean'], '_given': [{'extension': [{'url':"
                + " 'http://x.invalid/e', 'valueString': 'y'}]}, null]}]");
        assertThat(hole.event(PatientIdentityUpdated.class).demographics().name())
                .contains(PersonName.of("NU", "Jean"));
        assertThat(hole.unread()).containsExactly("Patient.name.given");
    }

    @Test
    void a_death_is_stated_with_its_time_and_taken_back_by_no() {
        assertThat(demographics("'deceasedDateTime': '2026-03-01T04:00:00+01:00'")
                        .death()
                        .orElseThrow()
                        .at()
                        .orElseThrow())
                .hasToString("2026-03-01T04:00:00+01:00");
        assertThat(demographics("'deceasedDateTime': '2026-03'")
                        .death()
                        .orElseThrow()
                        .at()
                        .orElseThrow())
                .hasToString("2026-03+01:00");
        assertThat(demographics("'deceasedBoolean': true").death()).contains(new Demographics.Death(Optional.empty()));
        assertThat(demographics("'deceasedBoolean': false").deleted()).containsExactly(DemographicField.DEATH);
    }

    @Test
    void a_twin_has_a_birth_order() {
        assertThat(demographics("'multipleBirthInteger': 2").birthOrder()).contains(2);
        assertThat(patient("'multipleBirthBoolean': true").details(PatientIdentityUpdated.class))
                .contains(entry("multipleBirth", "true"));
        assertThat(demographics("'multipleBirthBoolean': false").deleted())
                .containsExactly(DemographicField.BIRTH_ORDER);
    }

    @Test
    void a_birth_date_is_as_precise_as_it_is_stated_and_may_have_a_time() {
        assertThat(demographics("'birthDate': '1950'").birthDate().orElseThrow())
                .hasToString("1950");
        assertThat(patient("'birthDate': '2026-03-01', '_birthDate': {'extension': [{'url':"
                                + " 'http://hl7.org/fhir/StructureDefinition/patient-birthTime', 'valueDateTime':"
                                + " '2026-03-01T04:12:00+01:00'}]}")
                        .details(PatientIdentityUpdated.class))
                .contains(entry("birthTime", "2026-03-01T04:12:00+01:00"));
    }

    @Test
    void current_numbers_and_addresses_are_ordered_by_rank_and_former_ones_are_details() {
        ParsedFhir patient = patient("""
                'telecom': [{'system': 'phone', 'value': '0102', 'rank': 2}, {'system': 'phone', 'value': '0101', 'rank': 1},
                  {'system': 'phone', 'value': '0199', 'use': 'work'}, {'system': 'phone', 'value': '0000', 'use': 'old'},
                  {'system': 'fax', 'value': '0555', 'period': {'end': '2019-01-01'}}],
                'address': [{'line': ['1 rue A', 'Bât. B'], 'postalCode': '75001', 'city': 'Paris', 'country': 'FR'},
                  {'use': 'old', 'text': '9 rue Z, Lyon', 'period': {'start': '2001', 'end': '2010-05'}}]""");
        Demographics demographics = patient.event(PatientIdentityUpdated.class).demographics();
        assertThat(demographics.phones()).containsExactly("0101", "0102");
        assertThat(demographics.workPhones()).containsExactly("0199");
        assertThat(demographics.addresses()).containsExactly("1 rue A, Bât. B, 75001 Paris, FR");
        assertThat(patient.details(PatientIdentityUpdated.class))
                .contains(
                        entry("formerAddresses", "9 rue Z, Lyon ({{@2001+01:00}} – {{@2010-05+02:00}})"),
                        entry("formerTelecoms", "0000; 0555 (fax) (… – {{@2019-01-01+01:00}})"));
    }

    @Test
    void replaced_records_are_merged_and_related_ones_only_named() {
        String link =
                "'link': [{'type': '%s', 'other': {'type': 'Patient', 'identifier': {'system': 'urn:oid:2.999.20.1',"
                        + " 'value': 'X2'}}}]";
        ParsedFhir survivor = patient(link.formatted("replaces"));
        assertThat(survivor.event(PatientsMerged.class).absorbedIdentifiers())
                .extracting(number -> number.value())
                .containsExactly("X2");
        ParsedFhir absorbed = patient(link.formatted("replaced-by") + ", 'active': false");
        Fact merge = absorbed.fact(PatientsMerged.class);
        assertThat(merge.patient().identifiers())
                .extracting(number -> number.value())
                .containsExactly("X2");
        assertThat(absorbed.details(PatientIdentityUpdated.class)).contains(entry("recordStatus", "inactive"));
        for (String type : new String[] {"refer", "seealso"}) {
            ParsedFhir related = patient(link.formatted(type));
            assertThat(related.facts()).hasSize(1);
            assertThat(related.details(PatientIdentityUpdated.class))
                    .contains(entry("seeAlso", "X2 ({{code." + type + "}})"));
        }
    }

    @Test
    void american_and_synthetic_extensions_are_listed_and_the_mothers_name_is_shown() {
        ParsedFhir parsed = ParsedFhir.of("""
                {'resourceType': 'Patient', 'id': 'p', 'identifier': [{'system': 'urn:oid:2.999.1', 'value': 'X1'}],
                 'name': [{'family': 'M'}], 'address': [{'city': 'Brest', 'extension': [
                   {'url': 'http://hl7.org/fhir/StructureDefinition/geolocation',
                    'extension': [{'url': 'latitude', 'valueDecimal': 42.1}]}]}],
                 'extension': [
                   {'url': 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-race',
                    'extension': [{'url': 'text', 'valueString': 'White'}]},
                   {'url': 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex', 'valueCode': 'F'},
                   {'url': 'http://synthetichealth.github.io/synthea/quality-adjusted-life-years', 'valueDecimal': 3.2},
                   {'url': 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName', 'valueString': 'LE GOFF'}]}""");

        assertThat(parsed.unread()).isEmpty();
        assertThat(parsed.details(PatientIdentityUpdated.class)).containsEntry("mothersMaidenName", "LE GOFF");
    }

    @Test
    void all_that_a_maximal_patient_contains_is_recorded_or_listed() {
        ParsedFhir patient = patient("""
                'active': true, 'gender': 'female', 'birthDate': '1980-02-03',
                'extension': [{'url': 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
                  'valueAddress': {'city': 'Brest', 'country': 'FR'}}],
                'name': [{'use': 'usual', 'prefix': ['Dr'], 'given': ['Anne', 'Marie'], 'family': 'USAGE', 'suffix': ['Jr']},
                  {'use': 'nickname', 'text': 'Nanou', 'period': {'start': '1990'}}],
                'maritalStatus': {'coding': [{'system': 'http://x', 'code': 'M', 'display': 'Mariée'}]},
                'photo': [{'contentType': 'image/png', 'url': 'http://x/p.png'}],
                'contact': [{'relationship': [{'text': 'mère'}], 'name': {'family': 'MERE', 'given': ['Lou']},
                  'telecom': [{'system': 'phone', 'value': '0600'}], 'address': {'text': 'Brest'}, 'gender': 'female',
                  'organization': {'display': 'Mairie'}, 'period': {'start': '2020-01-01'}}],
                'communication': [{'language': {'coding': [{'code': 'fr', 'display': 'Français'}]}, 'preferred': true},
                  {'language': {'text': 'Breton'}}],
                'generalPractitioner': [{'display': 'Dr TRAITANT'}], 'managingOrganization': {'reference': 'Organization/o1'}
                """);
        assertThat(patient.unread()).isEmpty();
        assertThat(patient.details(PatientIdentityUpdated.class))
                .containsOnly(
                        entry("recordStatus", "active"),
                        entry("fullName", "Dr Anne Marie USAGE Jr"),
                        entry("otherNames", "Nanou ({{code.nickname}}, {{@1990+01:00}} – …)"),
                        entry("birthPlace", "Brest, FR"),
                        entry("maritalStatus", "Mariée"),
                        entry("languages", "Français ({{preferred}}); Breton"),
                        entry("contacts", "Lou MERE (mère, Mairie, 0600, Brest, {{@2020-01-01+01:00}} – …)"),
                        entry("generalPractitioner", "Dr TRAITANT"),
                        entry("organization", "o1"));
    }
}
