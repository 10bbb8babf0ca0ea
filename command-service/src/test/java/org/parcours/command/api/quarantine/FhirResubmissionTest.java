package org.parcours.command.api.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.feeds.fhir.FhirTestService;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.message.Rejection;
import org.parcours.command.processing.TestPipeline;
import org.parcours.command.quarantine.JdbcQuarantine;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.unit.DataSize;

/** A rejected FHIR resource can be corrected and resubmitted like any other message; its sender stays the same. */
class FhirResubmissionTest {

    private static final UUID ID = UUID.fromString("01957b2c-0001-7000-8000-000000000000");

    @TempDir
    private Path folder;

    @Test
    void a_corrected_resource_is_recorded_once_and_references_the_original() throws Exception {
        String invalid = "{\"resourceType\": \"Patient\", \"id\": \"p1\", \"birthDate\": \"yesterday\"}";
        try (FhirTestService fhir = new FhirTestService(folder)) {
            JdbcQuarantine quarantine = new JdbcQuarantine(fhir.database(), "PARC-0208");
            quarantine.put(QuarantinedMessage.rejected(
                    ID,
                    Instant.parse("2026-03-01T12:00:00Z"),
                    FhirMessageParser.FEED,
                    "EHR",
                    "application/fhir+json",
                    invalid.getBytes(StandardCharsets.UTF_8),
                    new Rejection("PARC-0502", "Patient", "invalid value")));
            FhirMessageParser parser = fhir.parser();
            ResubmissionService resubmission = new ResubmissionService(
                    quarantine,
                    TestPipeline.processor(fhir.recorder(), quarantine),
                    Map.of(FhirMessageParser.FEED, sender -> parser.forSource(Optional.of(sender))),
                    Clock.systemUTC());
            MockMvc http = MockMvcBuilders.standaloneSetup(new ResubmissionController(
                            quarantine,
                            resubmission,
                            new QuarantineProperties(
                                    300,
                                    2,
                                    10,
                                    DataSize.ofMegabytes(4),
                                    1,
                                    Duration.ofSeconds(5),
                                    DataSize.ofKilobytes(64))))
                    .build();
            String corrected = invalid.replace("yesterday", "1950-08-14");
            for (var expectedStatus :
                    new org.springframework.test.web.servlet.ResultMatcher[] {status().isCreated(), status().isOk()}) {
                http.perform(post("/api/quarantine/" + ID + "/resubmit")
                                .header("Parcours-User", "Dr. House")
                                .contentType("application/fhir+json")
                                .content(corrected))
                        .andExpect(expectedStatus);
            }

            assertThat(fhir.recorded()).hasSize(1).allSatisfy(event -> {
                assertThat(event.reporter().application()).isEqualTo("EHR");
                assertThat(event.reporter().resubmitted().orElseThrow().quarantine())
                        .isEqualTo(ID);
            });
        }
    }
}
