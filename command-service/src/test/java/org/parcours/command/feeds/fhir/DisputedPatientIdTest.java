package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.events.Anomaly.Code.ANOTHER_PERSON_UNDER_THIS_NUMBER;
import static org.parcours.events.Anomaly.Code.IDENTIFIERS_OF_TWO_PATIENTS;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;

/** A server's id that was last reported with another person: alone, it does not say whose a resource is (rule 9). */
class DisputedPatientIdTest {

    private static final String MARIE =
            patient("100", "MARTIN", "Marie", "'birthDate': '1970-02-15', 'gender': 'female'");
    private static final String PAUL = patient("200", "LEROUX", "Paul", "'birthDate': '1948-11-03', 'gender': 'male'");
    private static final String PAUL_UNDER_HER_NUMBER = PAUL.replace("'200'", "'100'");

    @TempDir
    private Path folder;

    private FhirTestService fhir;

    @BeforeEach
    void start() {
        fhir = new FhirTestService(folder);
    }

    @AfterEach
    void stop() {
        fhir.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_follows_under_an_id_that_another_person_got_is_flagged(boolean ownNumber) throws Exception {
        PatientId marie = put(MARIE).getFirst().subject();
        assertThat(anomalies(observation("o1"))).isEmpty();
        assertThat(put(ownNumber ? PAUL : PAUL_UNDER_HER_NUMBER))
                .filteredOn(event -> event.subject().equals(marie))
                .extracting(DisputedPatientIdTest::anomalies)
                .as("on the record of the first person")
                .containsExactly(List.of(ANOTHER_PERSON_UNDER_THIS_NUMBER));

        Envelope following = observation("o2");
        assertThat(following.subject()).isEqualTo(marie);
        assertThat(anomalies(following)).containsExactly(ANOTHER_PERSON_UNDER_THIS_NUMBER);

        fhir.close();
        fhir = new FhirTestService(folder);
        assertThat(anomalies(observation("o3")))
                .as("after a restart")
                .containsExactly(ANOTHER_PERSON_UNDER_THIS_NUMBER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void each_report_of_the_patient_is_recorded_once_and_the_first_person_ends_the_dispute(boolean ownNumber)
            throws Exception {
        String other = ownNumber ? PAUL : PAUL_UNDER_HER_NUMBER;
        put(MARIE);
        for (int i = 0; i < 2; i++) {
            put(other);
            assertThat(put(other)).as("again").isEmpty();
            assertThat(anomalies(observation("a" + i))).containsExactly(ANOTHER_PERSON_UNDER_THIS_NUMBER);

            put(MARIE);
            assertThat(put(MARIE)).as("again").isEmpty();
            assertThat(anomalies(observation("b" + i))).isEmpty();
        }
    }

    @Test
    void a_reference_that_also_has_the_number_of_a_person_is_no_guess() throws Exception {
        PatientId marie = put(MARIE).getFirst().subject();
        PatientId paul = put(PAUL).stream()
                .map(Envelope::subject)
                .filter(subject -> !subject.equals(marie))
                .findFirst()
                .orElseThrow();

        assertThat(observation("o1", "'identifier': {'system': 'urn:ipp', 'value': '100'}")
                        .anomalies())
                .isEmpty();
        Envelope his = observation("o2", "'identifier': {'system': 'urn:ipp', 'value': '200'}");
        assertThat(his.subject()).isEqualTo(paul);
    }

    @Test
    void a_patient_that_is_known_by_its_own_number_disputes_the_id_of_another_one() throws Exception {
        PatientId marie = put(MARIE).getFirst().subject();
        fhir.send("/Patient", json(PAUL.replace("'id': 'x', ", "")));
        put(PAUL);

        Envelope following = observation("o1");
        assertThat(following.subject()).isEqualTo(marie);
        assertThat(anomalies(following)).containsExactly(ANOTHER_PERSON_UNDER_THIS_NUMBER);
    }

    @Test
    void a_new_number_and_another_family_name_is_another_person_although_the_given_name_is_the_same() throws Exception {
        PatientId first = put(patient("100", "MARTIN", "Marie", "'gender': 'female'"))
                .getFirst()
                .subject();
        List<Envelope> recorded = put(patient("200", "DUPONT", "Marie", "'gender': 'female'"));

        assertThat(recorded.getFirst().subject()).isNotEqualTo(first);
        assertThat(anomalies(recorded.getFirst())).containsExactly(IDENTIFIERS_OF_TWO_PATIENTS);
        assertThat(anomalies(observation("o1"))).containsExactly(ANOTHER_PERSON_UNDER_THIS_NUMBER);
    }

    @Test
    void a_married_name_and_a_further_number_of_the_same_person_are_no_dispute() throws Exception {
        put(MARIE);
        put(MARIE.replace("MARTIN", "DURAND"));
        put(MARIE.replace("MARTIN", "DURAND").replace("'100'}", "'100'}, {'system': 'urn:other', 'value': '5'}"));

        assertThat(anomalies(observation("o1"))).isEmpty();
        assertThat(fhir.recorded())
                .allSatisfy(event -> assertThat(event.anomalies()).isEmpty());
    }

    private static String patient(String number, String family, String given, String traits) {
        return ("{'resourceType': 'Patient', 'id': 'x', 'identifier': [{'system': 'urn:ipp', 'value': '%s'}],"
                        + " 'name': [{'family': '%s', 'given': ['%s']}], %s}")
                .formatted(number, family, given, traits);
    }

    private List<Envelope> put(String patient) throws Exception {
        long before = fhir.head();
        fhir.put("Patient/x", new String(json(patient), StandardCharsets.UTF_8));
        return fhir.recordedAfter(before);
    }

    private Envelope observation(String id) throws Exception {
        return observation(id, "'display': 'x'");
    }

    private Envelope observation(String id, String reference) throws Exception {
        fhir.put("Observation/" + id, """
                {"resourceType": "Observation", "id": "%s", "status": "final", "code": {"text": "Sodium"},
                 "subject": {"reference": "Patient/x", %s}, "effectiveDateTime": "2026-03-01T08:00:00+01:00",
                 "valueQuantity": {"value": 140}}""".formatted(id, reference.replace('\'', '"')));
        return fhir.recorded().getLast();
    }

    private static List<Anomaly.Code> anomalies(Envelope event) {
        return event.anomalies().stream().map(Anomaly::code).toList();
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
