package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;

/** A report with thousands of values: a genome panel, a long recording. */
class LargeReportTest {

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

    @Test
    void all_of_its_values_are_recorded() throws Exception {
        fhir.send("/DiagnosticReport", report(2_500)).andExpect(status().isCreated());

        assertThat(fhir.events(ResultIssued.class).getFirst().observations()).hasSize(2_500);
    }

    @Test
    void too_many_values_are_rejected_with_the_limit() throws Exception {
        fhir.configure(Map.of("parcours.fhir.max-values", "20"));

        fhir.send("/DiagnosticReport", report(21))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("PARC-0513")))
                .andExpect(content().string(containsString("the limit is 20")));
    }

    @Test
    void a_report_that_no_commit_can_hold_is_rejected_with_the_limit() throws Exception {
        fhir.send("/DiagnosticReport", report(9_999))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("the limit is 1048576")));
    }

    private static byte[] report(int values) {
        String contained =
                IntStream.range(0, values).mapToObj(i -> """
                        {"resourceType": "Observation", "id": "o%1$d", "status": "final", "code": {"coding": [{"system":
                         "http://loinc.org", "code": "%1$d", "display": "Valeur %1$d"}]},
                         "valueQuantity": {"value": %1$d, "unit": "mmol/L"}}""".formatted(i)).collect(Collectors.joining(","));
        String results = IntStream.range(0, values)
                .mapToObj(i -> "{\"reference\": \"#o%d\"}".formatted(i))
                .collect(Collectors.joining(","));
        return """
                {"resourceType": "DiagnosticReport", "id": "r", "status": "final", "code": {"text": "Panel"},
                 "subject": {"identifier": {"system": "urn:ipp", "value": "1"}}, "contained": [%s], "result": [%s]}""".formatted(contained, results).getBytes(StandardCharsets.UTF_8);
    }
}
