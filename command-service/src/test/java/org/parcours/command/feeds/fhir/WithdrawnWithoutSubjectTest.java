package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.parcours.events.Envelope;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.OtherEvent.EventsWithdrawn;

/** A resource that is taken back needs no subject (0..1 in many types): it is found by its id and its identifiers. */
class WithdrawnWithoutSubjectTest {

    private static final String SUBJECT = "'subject': {'identifier': {'system': 'urn:ipp', 'value': '%s'}},";

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

    static Stream<Arguments> resources() {
        return Stream.of(
                Arguments.of("Observation", "final", "'code': {'text': 'Sodium'}, 'valueString': '140'"),
                Arguments.of(
                        "Observation",
                        "final",
                        "'category': [{'coding': [{'code': 'vital-signs'}]}], 'code': {'text': 'Pouls'}, 'valueString': '80'"),
                Arguments.of("DiagnosticReport", "final", "'code': {'text': 'Bilan'}, 'conclusion': 'RAS'"),
                Arguments.of(
                        "Encounter",
                        "in-progress",
                        "'class': {'code': 'IMP'}, 'period': {'start': '2026-03-01T08:00:00+01:00'}"),
                Arguments.of(
                        "Specimen",
                        "available",
                        "'type': {'text': 'Sang'}, 'receivedTime': '2026-03-01T08:00:00+01:00'"),
                Arguments.of(
                        "DocumentReference",
                        "current",
                        "'type': {'text': 'Lettre'}, 'content': [{'attachment': {'contentType': 'text/plain', 'data': 'YQ=='}}]"),
                Arguments.of(
                        "Composition",
                        "final",
                        "'type': {'text': 'Lettre'}, 'title': 'Lettre', 'date': '2026-03-01', 'author': [{'display': 'Dr Essai'}]"),
                Arguments.of(
                        "MedicationDispense",
                        "completed",
                        "'medicationCodeableConcept': {'text': 'Morphine'}, 'whenHandedOver': '2026-03-01'"));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void what_was_entered_in_error_is_withdrawn_once(String type, String active, String elements) throws Exception {
        fhir.put(type + "/r", resource(type, active, SUBJECT.formatted("1") + elements));
        Envelope first = fhir.recorded().getLast();

        String withdrawn = resource(type, "entered-in-error", elements);
        fhir.put(type + "/r", withdrawn).andExpect(status().is2xxSuccessful());
        Envelope last = fhir.recorded().getLast();
        assertThat(last.event()).isInstanceOf(EventsWithdrawn.class);
        assertThat(last.subject()).isEqualTo(first.subject());
        assertThat(((EventsWithdrawn) last.event()).events()).contains(first.id());

        long before = fhir.head();
        fhir.put(type + "/r", withdrawn).andExpect(status().isOk());
        assertThat(fhir.head()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void it_is_found_by_any_of_its_numbers(String type, String active, String elements) throws Exception {
        String number = type.equals("Composition")
                ? "'identifier': {'system': 'urn:number', 'value': '7'}, "
                : "'identifier': [{'system': 'urn:number', 'value': '7'}], ";
        fhir.put(type + "/r", resource(type, active, SUBJECT.formatted("1") + number + elements));
        fhir.put(type + "/r", resource(type, "entered-in-error", elements));
        assertThat(fhir.events(EventsWithdrawn.class)).as("by its id").hasSize(1);

        String other = resource(type, active, SUBJECT.formatted("1") + elements).replace("\"r\"", "\"s\"");
        fhir.put(type + "/s", other);
        fhir.put(
                type + "/s",
                resource(type, "entered-in-error", number + elements).replace("\"r\"", "\"s\""));
        assertThat(fhir.events(EventsWithdrawn.class)).as("with a number more").hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void what_is_unknown_is_kept_and_the_answer_says_that_nothing_is_recorded(
            String type, String active, String elements) throws Exception {
        fhir.put(type + "/r", resource(type, "entered-in-error", elements))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("nothing recorded")));

        assertThat(fhir.recorded()).isEmpty();
    }

    @Test
    void a_cancelled_result_without_a_subject_is_withdrawn_where_it_is_known() throws Exception {
        String sodium = "'code': {'text': 'Sodium'}, 'effectiveDateTime': '2026-03-01'";
        fhir.put("Observation/r", resource("Observation", "cancelled", sodium)).andExpect(status().isOk());
        assertThat(fhir.recorded()).isEmpty();

        fhir.put(
                "Observation/r",
                resource("Observation", "final", SUBJECT.formatted("1") + sodium + ", 'valueString': '140'"));
        fhir.put("Observation/r", resource("Observation", "cancelled", sodium));

        assertThat(fhir.events(ResultWithdrawn.class)).hasSize(1);
        assertThat(fhir.recorded().stream().map(Envelope::subject).distinct()).hasSize(1);
    }

    @Test
    void a_number_that_two_patients_results_have_withdraws_neither() throws Exception {
        String numbered =
                "'identifier': [{'system': 'urn:lab', 'value': '7'}], 'code': {'text': 'Sodium'}, 'valueString': '140'";
        for (String patient : new String[] {"1", "2"}) {
            fhir.put(
                    "Observation/r" + patient,
                    resource("Observation", "final", SUBJECT.formatted(patient) + numbered)
                            .replace("\"r\"", "\"r" + patient + "\""));
        }
        long before = fhir.head();
        fhir.send(
                "/Observation",
                resource("Observation", "entered-in-error", numbered)
                        .replace("\"id\": \"r\",", "")
                        .getBytes());
        assertThat(fhir.head()).isEqualTo(before);

        fhir.put(
                "Observation/r1",
                resource("Observation", "entered-in-error", numbered).replace("\"r\"", "\"r1\""));
        assertThat(fhir.events(EventsWithdrawn.class))
                .singleElement()
                .satisfies(withdrawn -> assertThat(withdrawn.events()).hasSize(1));
    }

    @Test
    void a_result_that_counts_needs_its_subject() throws Exception {
        fhir.put("Observation/r", resource("Observation", "final", "'code': {'text': 'Sodium'}, 'valueString': '1'"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("PARC-0508")));
        assertThat(fhir.events(ResultIssued.class)).isEmpty();
    }

    private static String resource(String type, String status, String elements) {
        return ("{'resourceType': '" + type + "', 'id': 'r', 'status': '" + status + "', " + elements + "}")
                .replace('\'', '"');
    }
}
