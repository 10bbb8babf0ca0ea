package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.StoredDocument;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.message.Fact;
import org.parcours.command.store.Hash;
import org.parcours.events.DemographicField;
import org.parcours.events.Demographics;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A version of a Patient states all of the resource: what it leaves out is no longer shown (FHIR R4, 3.1.0.4). */
class PatientVersionsTest {

    private static final String NAME = "'name': [{'family': 'ESSAI', 'given': ['Anne']}]";
    private static final String PHONE = "'telecom': [{'system': 'phone', 'value': '0102030405'}]";

    private final StatePipeline pipeline = new StatePipeline();
    private final FhirMessageParser parser = new FhirMessageParser(
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("parcours.fhir", FhirProperties.class),
            new NoDocuments(),
            Clock.fixed(StatePipeline.RECEIVED_AT, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NAME|'name': [{'family': 'ESSAI'}]",
                "PHONES|'telecom': [{'system': 'phone', 'value': '0102030405'}]",
                "WORK_PHONES|'telecom': [{'system': 'phone', 'use': 'work', 'value': '0102030405'}]",
                "ADDRESSES|'address': [{'city': 'Lyon'}]",
                "BIRTH_DATE|'birthDate': '1980-02-03'",
                "SEX|'gender': 'female'",
                "DEATH|'deceasedDateTime': '2026-03-01T10:00:00+01:00'",
                "DEATH|'deceasedBoolean': true",
                "BIRTH_ORDER|'multipleBirthInteger': 2"
            },
            quoteCharacter = '`')
    void what_a_later_version_leaves_out_disappears(DemographicField field, String element) {
        send("EHR", patient("p1", element, "'active': true"));
        assertThat(shown().has(field)).isTrue();
        send("EHR", patient("p1", "'active': true"));
        assertThat(shown().has(field)).isFalse();

        assertThat(send("EHR", patient("p1", "'active': true")))
                .as("sent again")
                .isEmpty();
        send("EHR", patient("p1", element, "'active': true"));
        assertThat(shown().has(field)).as("stated again").isTrue();
    }

    @Test
    void an_older_version_that_arrives_later_brings_nothing_back() {
        String first = patient("p1", meta("1"), NAME, PHONE);
        send("EHR", first);
        send("EHR", patient("p1", meta("3"), NAME));
        assertThat(send("EHR", first)).as("recorded before").isEmpty();
        String second = patient("p1", meta("2"), NAME, PHONE, "'gender': 'female'");
        assertThat(send("EHR", second)).hasSize(1);
        assertThat(send("EHR", second)).as("again").isEmpty();

        assertThat(shown().has(DemographicField.PHONES)).isFalse();
        assertThat(shown().has(DemographicField.SEX)).isFalse();
        assertThat(shown().has(DemographicField.NAME)).isTrue();
    }

    @Test
    void the_report_of_another_application_takes_nothing_back() {
        send("EHR", patient("p1", NAME, PHONE));
        send("LIS", patient("p1", NAME));
        send("LIS", patient("p1", "'gender': 'female'"));

        assertThat(shown().phones()).hasSize(1);
        assertThat(shown().name()).isPresent();
    }

    @Test
    void what_another_application_reports_too_stays() {
        send("LIS", patient("l1", PHONE));
        send("EHR", patient("p1", PHONE));
        send("EHR", patient("p1"));

        assertThat(shown().phones()).hasSize(1);
    }

    @Test
    void another_resource_of_the_person_takes_nothing_back() {
        send("EHR", patient("p1", NAME, PHONE));
        send("EHR", patient("p2", "'gender': 'female'"));

        assertThat(shown().phones()).hasSize(1);
        assertThat(shown().name()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resource': %s, 'request': {'method': 'POST', 'url': 'Patient'}}",
                "{'resource': %s, 'request': {'method': 'POST', 'url': 'Patient', 'ifNoneExist': 'identifier=urn:ipp|A'}}",
                "{'fullUrl': 'urn:uuid:2b1c2b0c-5a5c-4d9c-8a34-1b2f9b4a0001', 'resource': %s,"
                        + " 'request': {'method': 'POST', 'url': 'Patient'}}"
            })
    void a_create_that_repeats_only_the_number_takes_nothing_back(String entry) {
        send("EHR", patient("p1", NAME, PHONE));
        send(
                "EHR",
                "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [" + entry.formatted(patient("p1")) + "]}");

        assertThat(shown().phones()).hasSize(1);
        assertThat(shown().name()).isPresent();
    }

    @Test
    void the_summary_of_a_patient_takes_nothing_back() {
        send("EHR", patient("p1", NAME, PHONE));
        send("EHR", patient("p1", "'meta': {'tag': [{'code': 'SUBSETTED'}]}", NAME));

        assertThat(shown().phones()).hasSize(1);
    }

    @Test
    void a_changed_detail_is_recorded_once() {
        send("EHR", patient("p1", NAME, "'maritalStatus': {'text': 'Marié'}"));
        String changed = patient("p1", NAME, "'maritalStatus': {'text': 'Veuf'}");

        assertThat(send("EHR", changed)).hasSize(1);
        assertThat(send("EHR", changed)).isEmpty();
        assertThat(send("EHR", patient("p1", NAME))).as("no longer stated").hasSize(1);
    }

    private Demographics shown() {
        return pipeline.timeline("A").patient().demographics();
    }

    private static String meta(String version) {
        return "'meta': {'versionId': '%s', 'lastUpdated': '2026-03-0%sT10:00:00Z'}".formatted(version, version);
    }

    private static String patient(String id, String... elements) {
        return "{'resourceType': 'Patient', 'id': '%s', 'identifier': [{'system': 'urn:ipp', 'value': 'A'}]%s}"
                .formatted(id, elements.length == 0 ? "" : ", " + String.join(", ", elements));
    }

    private List<Envelope> send(String application, String resource) {
        var message = parser.receive(
                resource.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                Optional.of(application),
                Optional.empty());
        message.parse();
        var parsed = message.result().orElseThrow();
        assertThat(parsed.rejections()).isEmpty();
        return pipeline.record(application, "fhir", parsed.facts().toArray(Fact[]::new));
    }

    private static final class NoDocuments implements DocumentStore {

        @Override
        public DocumentRef put(String mediaType, byte[] bytes) {
            return new DocumentRef(mediaType, Hash.of(bytes).toString(), bytes.length, Optional.empty());
        }

        @Override
        public Optional<StoredDocument> get(Hash hash) {
            return Optional.empty();
        }
    }
}
