package org.parcours.command.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.intake.fhir.Fhir;
import org.parcours.command.intake.fhir.FhirUnderstanding;
import org.parcours.command.quarantine.JdbcQuarantine;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** FHIR that was refused is corrected and resubmitted as any other message, in its sender's name. */
class FhirResubmissionTest {

    private static final UUID ID = UUID.fromString("01957b2c-0001-7000-8000-000000000000");

    @TempDir
    private Path folder;

    @Test
    void a_corrected_resource_is_recorded_once_and_linked_to_who_did_it() throws Exception {
        String bad = "{\"resourceType\": \"Patient\", \"id\": \"p1\", \"birthDate\": \"yesterday\"}";
        try (Fhir fhir = new Fhir(folder)) {
            JdbcQuarantine quarantine = new JdbcQuarantine(fhir.database(), "PARC-0208");
            quarantine.put(QuarantinedMessage.refused(
                    ID,
                    Instant.parse("2026-03-01T12:00:00Z"),
                    FhirUnderstanding.FEED,
                    "EHR",
                    "application/fhir+json",
                    bad.getBytes(StandardCharsets.UTF_8),
                    "PARC-0502",
                    "Patient",
                    "a value has not the form that its type has"));
            FhirUnderstanding understanding = fhir.understanding();
            ResubmissionService resubmission = new ResubmissionService(
                    quarantine,
                    fhir.intake(),
                    Map.of(FhirUnderstanding.FEED, (raw, sender) -> understanding.understand(raw, Optional.of(sender))),
                    Clock.systemUTC());
            MockMvc http = MockMvcBuilders.standaloneSetup(new QuarantineController(quarantine, resubmission))
                    .build();
            String corrected = bad.replace("yesterday", "1950-08-14");
            for (var expected :
                    new org.springframework.test.web.servlet.ResultMatcher[] {status().isCreated(), status().isOk()}) {
                http.perform(post("/api/quarantine/" + ID + "/resubmit")
                                .header("Parcours-User", "Dr. House")
                                .contentType("application/fhir+json")
                                .content(corrected))
                        .andExpect(expected);
            }

            assertThat(fhir.recorded()).hasSize(1).allSatisfy(event -> {
                assertThat(event.reporter().application()).isEqualTo("EHR");
                assertThat(event.reporter().resubmitted().orElseThrow().quarantine())
                        .isEqualTo(ID);
            });
        }
    }
}
